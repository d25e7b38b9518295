import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/gpu/backend';
import { StreamEvaluation } from '../../src/lab/race/stream_evaluation';
import { Trainer } from '../../src/lab/race/trainer';
import type { BlockConfig } from '../../src/models/config';
import { defineModel } from '../../src/models/model';
import { blockForms, mixers } from '../../src/models/registry';
import { initialWeights } from '../support/initial_weights';
import { seeded } from '../support/numbers';
import { sample } from '../support/sampled_tokens';
import { sizes } from '../support/sizes';
import { wasmBackend } from '../support/wasm';

/** So large that most launches have several units and are worth several threads. */
const [B, L, V, D] = [9, 70, 32, 36];
const hyper = { lr: 1e-2, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 1 } as const;

interface Trace {
  readonly losses: readonly number[];
  readonly gradientNorms: readonly number[];
  readonly weights: readonly Float64Array[];
  /** Loss of sequences that are read in pieces. */
  readonly streamed: number;
  readonly tokens: readonly number[];
}

/** What training, evaluation, and sampling give. */
async function traceOf(backend: Backend, blocks: readonly BlockConfig[], steps: number): Promise<Trace> {
  const model = defineModel({ vocab_size: V, d_model: D, blocks: [...blocks] });
  const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 7));
  const random = seeded(4);
  const batch = () => {
    const draw = (): Int32Array => Int32Array.from({ length: B * L }, () => Math.floor(random() ** 2 * V));
    return { tokens: draw(), targets: draw() };
  };
  for (let step = 0; step < steps; step++) await trainer.step(batch(), hyper);
  await trainer.evaluate(batch());
  const results = await trainer.results();
  const stream = await StreamEvaluation.make(backend, model, trainer.parameters, { B, L });
  const { loss } = await stream.score(batch());
  const sampled = await sample(backend, model, trainer.parameters, 'auto', { given: 40, groups: [10] });
  const read = await trainer.parameters.read();
  stream.destroy();
  trainer.destroy();
  return {
    losses: results.map(result => result.loss),
    gradientNorms: results.map(result => result.gradientNorm),
    weights: [...read.values()].map(values => Float64Array.from(values)),
    streamed: loss,
    tokens: sampled.tokens,
  };
}

const usual = mixers.map(({ name }): BlockConfig => ({ mixer: name, mlp: 48 }));
const cases = sizes(usual, blockForms).map(block => [JSON.stringify(block), block] as const);

describe('1, 2, and 4 threads give the same bits', () => {
  it.each(cases)('%s', async (_, block) => {
    const one = await traceOf(await wasmBackend({ threads: 1 }), [block], 3);
    expect(one.losses.every(Number.isFinite)).toBe(true);
    expect(one.tokens.length).toBe(10);
    for (const threads of [2, 4]) expect(await traceOf(await wasmBackend({ threads }), [block], 3)).toEqual(one);
  });
});

it('the two builds learn the same: losses of 20 steps within 1e-4', async () => {
  const blocks = [{ mixer: 'mamba' }, { mixer: 'lstm' }, { mixer: 'conv' }, { mixer: 'attention' }];
  for (const block of blocks) {
    const relaxed = await traceOf(await wasmBackend({ build: 'relaxed' }), [block], 20);
    const plain = await traceOf(await wasmBackend({ build: 'plain' }), [block], 20);
    for (const [i, loss] of plain.losses.entries()) {
      expect(Math.abs(loss - (relaxed.losses[i] ?? Number.NaN)), `${block.mixer}, step ${i}`).toBeLessThan(1e-4);
    }
    expect(relaxed.weights, 'the builds round differently').not.toEqual(plain.weights);
  }
});
