import { expect } from 'vitest';
import type { Backend } from '../../src/gpu/backend';
import type { Choosing, DecodePath } from '../../src/lab/sampling/choosing';
import { Sampler } from '../../src/lab/sampling/sampler';
import { ParameterArena } from '../../src/models/arena';
import type { BlockConfig } from '../../src/models/config';
import { decodeProgram } from '../../src/models/decode_program';
import type { Model } from '../../src/models/model';
import { initialWeights } from './initial_weights';
import { randoms } from './numbers';

const usual: Choosing = { temperature: 0.9, topK: 5, seed: 3, naive: false };

interface Given {
  readonly groups: readonly number[];
  readonly given?: number;
  readonly read?: number;
}

interface Sampled {
  readonly tokens: number[];
  readonly dispatchesPerToken: number;
}

/**
 * The tokens that a model writes, in groups, after it has read `read` of `given` tokens (five by default). While given tokens are
 * left, a token that it chooses is an answer, and it reads the given token next.
 */
export async function sample(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  path: DecodePath,
  { groups, given = 5, read = given, ...change }: Partial<Choosing> & Given,
): Promise<Sampled> {
  const tokens = groups.reduce((sum, count) => sum + count, 0);
  const V = model.config.vocab_size;
  const prompt = Int32Array.from(randoms(given, 8), value => Math.floor(((value + 1) / 2) * V));
  const sampler = await Sampler.make(backend, model, parameters, given + tokens, { ...usual, ...change }, path);
  await sampler.begin({ tokens: prompt, read });
  const written: number[] = [];
  let dispatchesPerToken = 0;
  for (const count of groups) {
    const group = await sampler.advance(count);
    written.push(...group.tokens);
    dispatchesPerToken = group.dispatchesPerToken;
  }
  sampler.destroy();
  return { tokens: written, dispatchesPerToken };
}

/** A model's initial weights on a backend, with the embeddings doubled. */
export async function withWeights(backend: Backend, model: Model): Promise<ParameterArena> {
  const parameters = await ParameterArena.make(backend, model);
  const values = initialWeights(model, 11);
  // With initial embeddings a token would depend mostly on the token before it.
  values.get('backbone.embedding.weight')?.forEach((value, i, all) => {
    all[i] = value * 2;
  });
  parameters.write(values);
  return parameters;
}

/** Fails unless both paths and naive sampling give the same tokens, greedy and drawn, in two groups that go past every window. */
export async function expectSameTokens(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  how: Partial<Given> = {},
): Promise<void> {
  for (const change of [{ temperature: 0 }, { temperature: 0.9 }]) {
    const given = { groups: [3, 37], ...how, ...change };
    const layers = await sample(backend, model, parameters, 'per_layer', given);
    if (decodeProgram(model, 1, 100)) {
      const whole = await sample(backend, model, parameters, 'one_dispatch', given);
      expect(whole.tokens, JSON.stringify(change)).toEqual(layers.tokens);
    }
    const naive = await sample(backend, model, parameters, 'auto', { ...given, naive: true });
    expect(naive.tokens, `naively, ${JSON.stringify(change)}`).toEqual(layers.tokens);
    if (change.temperature !== 0) expect(new Set(layers.tokens).size, 'several tokens').toBeGreaterThan(2);
  }
}

/** Heads of odd width, and wider than a kernel's registers. */
export const oddHeads: readonly [number, BlockConfig][] = [
  [9, { mixer: 'attention', heads: 3, window: 7 }],
  [9, { mixer: 'attention', heads: 1, positions: 'sinusoidal' }],
  [132, { mixer: 'attention', heads: 1 }],
  [9, { mixer: 'linear_attention', heads: 3 }],
  [68, { mixer: 'linear_attention', heads: 1 }],
];
