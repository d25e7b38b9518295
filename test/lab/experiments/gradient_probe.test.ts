import { expect, it } from 'vitest';
import { CpuBackend } from '../../../src/gpu/cpu';
import { GradientProbe } from '../../../src/lab/experiments/gradient_probe';
import { initialWeights } from '../../../src/lab/initial_weights';
import { Trainer } from '../../../src/lab/trainer';
import { defineModel } from '../../../src/models/model';
import { IGNORED } from '../../../src/tasks/task';
import { gpuBackend } from '../../support/gpu';

const EMBEDDING = 'backbone.embedding.weight';
const L = 6;
const D = 4;
const V = 9;
/** Of central differences. */
const SHIFT = 1e-4;

/** Untied, so that a token's row of the embedding is its input alone, and every token only once. */
const model = defineModel({
  vocab_size: V,
  d_model: D,
  tie_embeddings: false,
  blocks: [
    { mixer: 'mamba', d_state: 3 },
    { mixer: 'lstm', mlp: 4 },
  ],
});
const rows = [
  [0, 1, 2, 3, 4, 5],
  [8, 6, 3, 1, 7, 0],
];
const batch = {
  tokens: Int32Array.from(rows.flat()),
  // The earlier target must not count.
  targets: Int32Array.from([IGNORED, 5, IGNORED, IGNORED, IGNORED, 7, 2, IGNORED, IGNORED, IGNORED, IGNORED, 3]),
};

/** Loss of the last position of one row, by a trainer of the twins with the given embedding. */
async function lossOf(row: number, embedding: Float64Array): Promise<number> {
  const weights = new Map(initialWeights(model, 5)).set(EMBEDDING, embedding);
  const trainer = await Trainer.make(new CpuBackend(), model, { B: 1, L }, weights);
  const targets = new Int32Array(L).fill(IGNORED);
  targets[L - 1] = batch.targets[row * L + L - 1] ?? IGNORED;
  trainer.evaluate({ tokens: batch.tokens.slice(row * L, (row + 1) * L), targets });
  const [result] = await trainer.results();
  trainer.destroy();
  return result?.loss ?? Number.NaN;
}

async function expectedNorm(distance: number): Promise<number> {
  const norms = await Promise.all(
    rows.map(async (tokens, row) => {
      const token = tokens[L - 1 - distance] ?? 0;
      let squares = 0;
      for (let d = 0; d < D; d++) {
        const at = async (shift: number): Promise<number> => {
          const embedding = Float64Array.from(initialWeights(model, 5).get(EMBEDDING) ?? []);
          embedding[token * D + d] = (embedding[token * D + d] ?? 0) + shift;
          return lossOf(row, embedding);
        };
        squares += (((await at(SHIFT)) - (await at(-SHIFT))) / (2 * SHIFT)) ** 2;
      }
      return Math.sqrt(squares);
    }),
  );
  return norms.reduce((sum, norm) => sum + norm, 0) / rows.length;
}

it.each(['cpu', 'webgpu'] as const)('%s: gradient norms by distance agree with central differences', async kind => {
  const backend = kind === 'cpu' ? new CpuBackend() : await gpuBackend();
  const trainer = await Trainer.make(backend, model, { B: 2, L }, initialWeights(model, 5));
  const probe = await GradientProbe.make(backend, model, trainer.parameters, { B: 2, L });
  for (let look = 0; look < 2; look++) {
    const norms = await probe.norms(batch);
    expect(norms).toHaveLength(L);
    for (const [distance, norm] of norms.entries()) {
      const expected = await expectedNorm(distance);
      expect(expected).toBeGreaterThan(0);
      expect(Math.abs(norm / expected - 1)).toBeLessThan(1e-3);
    }
  }
  probe.destroy();
  trainer.destroy();
});
