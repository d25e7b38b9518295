import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { GradientProbe } from '../../../src/lab/inspect/gradient_probe';
import { Trainer } from '../../../src/lab/race/trainer';
import { defineModel } from '../../../src/models/model';
import { IGNORED } from '../../../src/scored';
import { backends } from '../../support/backends';
import { initialWeights } from '../../support/initial_weights';

const EMBEDDING = 'backbone.embedding.weight';
const L = 6;
const D = 4;
const V = 9;
/** The step of central differences. */
const SHIFT = 1e-4;

/** Not tied, and every token occurs once, so that a token's row of the embedding is its input and nothing else. */
const model = defineModel({
  vocab_size: V,
  d_model: D,
  tie_embeddings: false,
  blocks: [{ mixer: 'mamba' }, { mixer: 'lstm', mlp: 4 }],
});
const rows = [
  [0, 1, 2, 3, 4, 5],
  [8, 6, 3, 1, 7, 0],
];
const batch = {
  tokens: Int32Array.from(rows.flat()),
  // Targets elsewhere must not count.
  targets: Int32Array.from([IGNORED, 5, IGNORED, 4, IGNORED, 7, 2, IGNORED, IGNORED, 6, IGNORED, 3]),
};

/** Loss at one position of one row, from a trainer on the twins with the given embedding. */
async function lossOf(row: number, position: number, embedding: Float64Array): Promise<number> {
  const weights = new Map(initialWeights(model, 5)).set(EMBEDDING, embedding);
  const trainer = await Trainer.make(new TwinBackend(), model, { B: 1, L }, weights);
  const targets = new Int32Array(L).fill(IGNORED);
  targets[position] = batch.targets[row * L + position] ?? IGNORED;
  await trainer.evaluate({ tokens: batch.tokens.slice(row * L, (row + 1) * L), targets });
  const [result] = await trainer.results();
  trainer.destroy();
  return result?.loss ?? Number.NaN;
}

async function differences(at: number, position: number): Promise<number> {
  const norms = await Promise.all(
    rows.map(async (tokens, row) => {
      const token = tokens[at] ?? 0;
      let squares = 0;
      for (let d = 0; d < D; d++) {
        const moved = async (shift: number): Promise<number> => {
          const embedding = Float64Array.from(initialWeights(model, 5).get(EMBEDDING) ?? []);
          embedding[token * D + d] = (embedding[token * D + d] ?? 0) + shift;
          return lossOf(row, position, embedding);
        };
        squares += (((await moved(SHIFT)) - (await moved(-SHIFT))) / (2 * SHIFT)) ** 2;
      }
      return Math.sqrt(squares);
    }),
  );
  return norms.reduce((sum, norm) => sum + norm, 0) / rows.length;
}

const known = new Map<string, Promise<number>>();

/** The same for every backend, so it is computed once. */
function expectedNorm(at: number, position: number): Promise<number> {
  const key = `${at} ${position}`;
  const norm = known.get(key) ?? differences(at, position);
  known.set(key, norm);
  return norm;
}

it('stops between two dispatches, and goes on with the next call', async () => {
  const backend = new TwinBackend();
  const trainer = await Trainer.make(backend, model, { B: 2, L }, initialWeights(model, 5));
  const probe = await GradientProbe.make(backend, model, trainer.parameters, { B: 2, L });
  let asked = 0;
  const late = {
    get aborted() {
      return ++asked > 3;
    },
  };
  expect(await probe.norms(batch, 3, late)).toBeUndefined();
  expect(asked).toBe(4);
  expect(await probe.norms(batch, 3, { aborted: false })).toEqual(await probe.norms(batch, 3));
  probe.destroy();
  trainer.destroy();
});

it.each(['twin', 'webgpu', 'wasm'] as const)(
  '%s: no later token has a norm, also in a convolution through FFTs',
  async kind => {
    const backend = await backends[kind]();
    const shape = { B: 1, L: 24 };
    const fft = defineModel({ vocab_size: V, d_model: D, blocks: [{ mixer: 's4d', form: 'fft' }] });
    const trainer = await Trainer.make(backend, fft, shape, initialWeights(fft, 5));
    const probe = await GradientProbe.make(backend, fft, trainer.parameters, shape);
    const tokens = Int32Array.from({ length: shape.L }, (_, i) => (i * i) % V);
    const norms = [...(await probe.norms({ tokens, targets: tokens }, 10))];
    expect(Math.min(...norms.slice(0, 11))).toBeGreaterThan(0);
    expect(norms.slice(11)).toEqual(new Array(13).fill(0));
    probe.destroy();
    trainer.destroy();
  },
);

it.each(['twin', 'webgpu', 'wasm'] as const)(
  '%s: gradient norms of one position agree with central differences',
  async kind => {
    const backend = await backends[kind]();
    const trainer = await Trainer.make(backend, model, { B: 2, L }, initialWeights(model, 5));
    const probe = await GradientProbe.make(backend, model, trainer.parameters, { B: 2, L });
    for (const position of [L - 1, 3, L - 1]) {
      const norms = await probe.norms(batch, position);
      expect(norms).toHaveLength(L);
      expect([...norms.slice(position + 1)]).toEqual(new Array(L - 1 - position).fill(0));
      for (const [at, norm] of norms.slice(0, position + 1).entries()) {
        const expected = await expectedNorm(at, position);
        expect(expected).toBeGreaterThan(0);
        expect(Math.abs(norm / expected - 1)).toBeLessThan(1e-3);
      }
    }
    probe.destroy();
    trainer.destroy();
  },
);
