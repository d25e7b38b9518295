import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/gpu/backend';
import { CpuBackend } from '../../src/gpu/cpu';
import { readCheckpoint } from '../../src/lab/checkpoint';
import { initialWeights } from '../../src/lab/initial_weights';
import { presets } from '../../src/lab/presets';
import { type Choosing, type DecodePath, Sampler } from '../../src/lab/sampler';
import { ParameterArena } from '../../src/models/arena';
import type { BlockConfig } from '../../src/models/config';
import { decodeProgram } from '../../src/models/decode_program';
import { defineModel, type Model } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';

const usual: Choosing = { temperature: 0.9, topK: 5, seed: 3, naive: false };

interface Sampled {
  readonly tokens: number[];
  readonly dispatchesPerToken: number;
}

async function sample(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  path: DecodePath,
  { groups, ...change }: Partial<Choosing> & { readonly groups: readonly number[] },
): Promise<Sampled> {
  const tokens = groups.reduce((sum, count) => sum + count, 0);
  const V = model.config.vocab_size;
  const prompt = Int32Array.from(randoms(5, 8), value => Math.floor(((value + 1) / 2) * V));
  const sampler = await Sampler.make(backend, model, parameters, 5 + tokens, { ...usual, ...change }, path);
  await sampler.begin({ tokens: prompt, read: 5 });
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

async function withWeights(backend: Backend, model: Model): Promise<ParameterArena> {
  const parameters = await ParameterArena.make(backend, model);
  const values = initialWeights(model, 11);
  // Larger than fresh ones, so that what a token is depends on more than the token before.
  values.get('backbone.embedding.weight')?.forEach((value, i, all) => {
    all[i] = value * 2;
  });
  parameters.write(values);
  return parameters;
}

/** Both paths and naively, greedy and drawn, in two groups: past every window. */
async function expectSameTokens(backend: Backend, model: Model, parameters: ParameterArena): Promise<void> {
  for (const change of [{ temperature: 0 }, { temperature: 0.9 }]) {
    const given = { ...change, groups: [3, 37] };
    const layers = await sample(backend, model, parameters, 'per_layer', given);
    const whole = await sample(backend, model, parameters, 'one_dispatch', given);
    expect(whole.tokens, JSON.stringify(change)).toEqual(layers.tokens);
    const naive = await sample(backend, model, parameters, 'auto', { ...given, naive: true });
    expect(naive.tokens, `naively, ${JSON.stringify(change)}`).toEqual(layers.tokens);
    if (change.temperature !== 0) expect(new Set(whole.tokens).size, 'several tokens').toBeGreaterThan(2);
  }
}

/** Windows and queues shorter than what is sampled, so that they wrap. */
const shortMemories: BlockConfig[] = [
  { mixer: 'attention', window: 7, heads: 2, mlp: 12 },
  { mixer: 'attention', window: 7, heads: 2, positions: 'learned', places: 20 },
  { mixer: 'attention', window: 4, heads: 2, positions: 'sinusoidal' },
  { mixer: 'attention', window: 1, heads: 2, positions: 'sinusoidal' },
  { mixer: 'conv', kernel: 3, dilation: 5 },
];
const decoding = mixers.filter(({ decode }) => decode).map(({ name }) => name);
const forms = mixers.flatMap(({ name, forms: further = [] }) => further.map(form => ({ mixer: name, ...form })));
const blocks = [...decoding.flatMap(mixer => [{ mixer }, { mixer, mlp: 12 }]), ...forms, ...shortMemories];
const even = blocks.map(block => [8, JSON.stringify(block), block] as const);
/** Heads of odd width, and wider than a kernel's registers. */
const heads: readonly [number, BlockConfig][] = [
  [9, { mixer: 'attention', heads: 3, window: 7 }],
  [9, { mixer: 'attention', heads: 1, positions: 'sinusoidal' }],
  [132, { mixer: 'attention', heads: 1 }],
  [9, { mixer: 'linear_attention', heads: 3 }],
  [68, { mixer: 'linear_attention', heads: 1 }],
];
const others = heads.map(([D, block]) => [D, JSON.stringify(block), block] as const);

describe.each(['cpu', 'webgpu'] as const)('on %s, one dispatch gives the tokens of the per-layer path', kind => {
  const make = async (): Promise<Backend> => (kind === 'cpu' ? new CpuBackend() : gpuBackend());

  it.each([...even, ...others])('D %i: %s', async (d_model, _, block) => {
    const backend = await make();
    const model = defineModel({ vocab_size: 11, d_model, blocks: [block, { ...block }] });
    const parameters = await withWeights(backend, model);
    await expectSameTokens(backend, model, parameters);
    parameters.free();
  });

  it('the trained hybrid of all families', async () => {
    const backend = await make();
    const bytes = readFileSync(new URL('../golden/training/hybrid.final.safetensors', import.meta.url));
    const { model, values } = readCheckpoint(bytes);
    const parameters = await ParameterArena.make(backend, model);
    parameters.write(values);
    await expectSameTokens(backend, model, parameters);
    parameters.free();
  });
});

describe('which path', () => {
  it('all mixers but those that say nothing about it decode in one dispatch', () => {
    expect(decoding).toEqual(
      expect.arrayContaining(['mamba', 'lstm', 'gru', 'rnn', 'conv', 'attention', 'linear_attention']),
    );
  });

  it('one dispatch for every preset’s contenders of mixers that have a program, at most 1/16 a token', async () => {
    for (const { config } of presets) {
      for (const { name, d_model, blocks } of config.contenders) {
        const written = decodeProgram(defineModel({ vocab_size: 256, d_model, blocks }), 1, 3000) !== undefined;
        expect(written, name).toBe(blocks.every(({ mixer }) => decoding.includes(mixer)));
      }
    }
    const backend = new CpuBackend();
    const model = defineModel({ vocab_size: 5, d_model: 4, blocks: [{ mixer: 'rnn' }] });
    const parameters = await withWeights(backend, model);
    const { dispatchesPerToken } = await sample(backend, model, parameters, 'auto', { groups: [16] });
    expect(dispatchesPerToken).toBe(1 / 16);
    const long = await sample(backend, model, parameters, 'auto', { groups: [256] });
    expect(long.dispatchesPerToken, 'none longer than 64 tokens').toBe(1 / 64);
  });

  it('layer by layer, at most five dispatches a block, its MLP included, and four more', async () => {
    const backend = new CpuBackend();
    const alone = [...mixers.map(({ name }) => ({ mixer: name })), ...forms]
      .flatMap((block: BlockConfig) => [block, { ...block, mlp: 12 }])
      .map(block => ({ d_model: 8, blocks: [block, block] }));
    const alike = heads.map(([d_model, block]) => ({ d_model, blocks: [{ ...block, mlp: 12 }] }));
    for (const { d_model, blocks } of [...alone, ...alike, ...presets.flatMap(({ config }) => config.contenders)]) {
      const model = defineModel({ vocab_size: 5, d_model, blocks });
      const parameters = await withWeights(backend, model);
      const { dispatchesPerToken } = await sample(backend, model, parameters, 'per_layer', { groups: [1] });
      expect(dispatchesPerToken, JSON.stringify(blocks)).toBeLessThanOrEqual(5 * blocks.length + 4);
      parameters.free();
    }
  });

  it.each([
    ['too many parameters', { vocab_size: 5, d_model: 256, blocks: Array(8).fill({ mixer: 'lstm' }) }],
    ['too large a vocabulary', { vocab_size: 5000, d_model: 4, blocks: [{ mixer: 'rnn' }] }],
    ['too wide a mixer', { vocab_size: 5, d_model: 8, blocks: [{ mixer: 'rnn', mlp: 2000 }] }],
  ])('layer by layer with %s', async (_, config) => {
    const model = defineModel(config);
    expect(decodeProgram(model, 1, 10)).toBeUndefined();
    const backend = await gpuBackend();
    const parameters = await withWeights(backend, model);
    const sampled = await sample(backend, model, parameters, 'auto', { groups: [2] });
    expect(sampled.dispatchesPerToken).toBeGreaterThan(1);
    await expect(sample(backend, model, parameters, 'one_dispatch', { groups: [1] })).rejects.toThrow(/one dispatch/);
    parameters.free();
  });

  it('layer by layer with a mixer that has no program', () => {
    const model = defineModel({ vocab_size: 5, d_model: 8, blocks: [{ mixer: 'rnn' }] });
    expect(decodeProgram(model, 1, 10)).toBeDefined();
    const blocks = model.blocks.map(block => {
      const { decode, ...mixer } = block.mixer;
      expect(decode).toBeDefined();
      return { ...block, mixer };
    });
    expect(decodeProgram({ ...model, blocks }, 1, 10)).toBeUndefined();
  });

  it('layer by layer where the cache is long', () => {
    const model = defineModel({ vocab_size: 5, d_model: 64, blocks: [{ mixer: 'attention' }] });
    expect(decodeProgram(model, 1, 1000)).toBeDefined();
    expect(decodeProgram(model, 1, 100_000)).toBeUndefined();
  });
});
