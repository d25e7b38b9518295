import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { presets } from '../../../src/lab/config/presets';
import { decodeProgram } from '../../../src/models/decode_program';
import { engineOf } from '../../../src/models/engines';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { gpuBackend } from '../../support/gpu';
import { sample, withWeights } from '../../support/sampled_tokens';

/** Whose state, all earlier tokens and a filter as long, does not fit a program. */
const layered = ['hyena'];

const decoding = mixers.filter(mixer => engineOf(mixer).decode).map(({ name }) => name);

describe('which path', () => {
  it('every mixer decodes in one dispatch, each alone, except for those named here', () => {
    expect(decoding).toEqual(mixers.map(({ name }) => name).filter(name => !layered.includes(name)));
    for (const mixer of decoding) {
      const model = defineModel({ vocab_size: 5, d_model: 8, blocks: [{ mixer }] });
      expect(decodeProgram(model, 1, 10), mixer).toBeDefined();
    }
  });

  it('one dispatch for every preset’s contenders of mixers that have a program, at most 1/16 a token', async () => {
    for (const { config } of presets) {
      for (const { name, d_model, blocks } of config.contenders) {
        const written = decodeProgram(defineModel({ vocab_size: 256, d_model, blocks }), 1, 3000) !== undefined;
        expect(written, name).toBe(blocks.every(({ mixer }) => decoding.includes(mixer)));
      }
    }
    const backend = new TwinBackend();
    const model = defineModel({ vocab_size: 5, d_model: 4, blocks: [{ mixer: 'rnn' }] });
    const parameters = await withWeights(backend, model);
    const { dispatchesPerToken } = await sample(backend, model, parameters, 'auto', { groups: [16] });
    expect(dispatchesPerToken).toBe(1 / 16);
    const long = await sample(backend, model, parameters, 'auto', { groups: [256] });
    expect(long.dispatchesPerToken, 'none longer than 64 tokens').toBe(1 / 64);
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
    const withoutDecode = (layer: { readonly name: string }) => ({ ...engineOf(layer), decode: undefined });
    expect(decodeProgram(model, 1, 10, withoutDecode)).toBeUndefined();
  });

  it('layer by layer where the cache is long', () => {
    const model = defineModel({ vocab_size: 5, d_model: 64, blocks: [{ mixer: 'attention' }] });
    expect(decodeProgram(model, 1, 1000)).toBeDefined();
    expect(decodeProgram(model, 1, 100_000)).toBeUndefined();
  });
});
