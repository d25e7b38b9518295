import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Tape } from '../../src/autodiff/tape';
import { matmulNt } from '../../src/gpu/kernels/matmul/matmul';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { receptiveField, samplingFlops, seenDistances, trainingFlops } from '../../src/models/cost';
import { engineOf } from '../../src/models/engines';
import { defineModel } from '../../src/models/model';
import { mixers } from '../../src/models/registry';

const D = 8;
const attentionConfig = z.object({
  heads: z.number(),
  window: z.number().nullish(),
  kv_heads: z.number().nullish(),
  positions: z.string(),
});
const forms: BlockConfig[] = mixers.flatMap(({ name, forms: further = [] }) => [
  { mixer: name },
  ...further.map(form => ({ mixer: name, ...form })),
]);
const blocks: BlockConfig[] = [
  ...forms,
  ...mixers.map(({ name }) => ({ mixer: name, mlp: 12 })),
  ...[1, 4, 5, 31, 32, 33, 1000].map(window => ({ mixer: 'attention', window })),
  ...['lstm', 'gru', 'rnn'].map(mixer => ({ mixer, hidden: 5 })),
];

/** Multiply-adds of the matrix products that a block records for one token. */
function recordedProducts(block: BlockConfig): number {
  const { mixer, config } = bindBlock(block, 0);
  const specs = new Map(mixer.parameters(config, D).map(({ name, shape }) => [name, shape]));
  const tape = new Tape({ training: false });
  const variable = (label: string) => tape.variable(label, [1, 1, D]);
  const parameter = (name: string) => tape.parameter(name, specs.get(name) ?? []);
  engineOf(mixer).forward({ tape, config, parameter, x: variable('x'), residual: variable('residual'), B: 1, L: 1, D });
  return tape.forward.reduce((sum, { kernel, dims: { rows = 0, columns = 0, inner = 0 } }) => {
    return sum + (kernel === matmulNt ? rows * columns * inner : 0);
  }, 0);
}

/** FLOPs of attention for the token at position t, without matrix products. Counted one by one where positions matter. */
function attentionFlops(heads: number, window: number, positions: string, t: number, keys: number): number {
  let flops = D;
  const scored = positions === 'alibi' ? 6 : 4;
  if (positions === 'rope' || positions === 'xpos') flops += 3 * (D + keys);
  if (positions === 'xpos') flops += D + keys;
  if (positions === 'learned') flops += D;
  if (positions === 'sinusoidal') flops += 2 * D;
  for (let head = 0; head < heads; head++) {
    for (let key = 0; key <= t; key++) if (t - key < window) flops += 4 * (D / heads) + scored;
  }
  return flops;
}

describe.each(blocks.map(block => [JSON.stringify(block), block] as const))('FLOPs of %s', (_, block) => {
  const model = defineModel({ vocab_size: 11, d_model: D, blocks: [block, block] });

  it.each([1, 2, 5, 32, 33, 128, 200])('in training are three times the mean over the %i positions', L => {
    let sum = 0;
    for (let t = 0; t < L; t++) sum += samplingFlops(model, t);
    expect(trainingFlops(model, L) / ((3 * sum) / L)).toBeCloseTo(1, 12);
  });

  it('include every product that is recorded', () => {
    const { mixer, config } = bindBlock(block, 0);
    const products = 2 * recordedProducts(block);
    if (block.mixer === 'attention') {
      const { heads, window, positions, kv_heads } = attentionConfig.parse(config);
      const keys = (D / heads) * (kv_heads ?? heads);
      for (const t of [0, 3, 4, 5, 31, 32, 99]) {
        const expected = products + attentionFlops(heads, window ?? Number.POSITIVE_INFINITY, positions, t, keys);
        expect(mixer.flops(config, D, t)).toBe(expected);
      }
    } else {
      expect(mixer.flops(config, D, 0)).toBeGreaterThan(products);
      // A mixer that looks at all earlier tokens takes as much more for each of them. The others take the same for every token.
      const more = mixer.flops(config, D, 1) - mixer.flops(config, D, 0);
      expect(more > 0).toBe(mixer.sequenceFlops !== undefined);
      expect(mixer.flops(config, D, 1000)).toBe(mixer.flops(config, D, 0) + 1000 * more);
    }
  });
});

it('attention over 128 tokens sees 64.5 keys a token', () => {
  const flops = (L: number) =>
    trainingFlops(defineModel({ vocab_size: 11, d_model: D, blocks: [{ mixer: 'attention' }] }), L);
  expect(flops(128) - flops(1)).toBeCloseTo(3 * 63.5 * (4 * D + 4 * 4), 9);
});

it('a model sees the distances that its layers add up to, as many as its receptive field says at most', () => {
  const seen = (...chosen: BlockConfig[]): number[] => {
    const model = defineModel({ vocab_size: 3, d_model: 4, blocks: chosen });
    const found = seenDistances(model, 40).flatMap((sees, distance) => (sees ? [distance] : []));
    expect(found.at(-1)).toBe(Math.min(40, (receptiveField(model) ?? 41) - 1));
    return found;
  };
  expect(seen({ mixer: 'conv', kernel: 2, dilation: 5 }, { mixer: 'conv', kernel: 3, dilation: 8, mlp: 4 })).toEqual([
    0, 5, 8, 13, 16, 21,
  ]);
  expect(seen({ mixer: 'conv', kernel: 2, dilation: 9 }, { mixer: 'attention', heads: 1, window: 3 })).toEqual([
    0, 1, 2, 9, 10, 11,
  ]);
  expect(seen({ mixer: 'conv', kernel: 2, dilation: 9 }, { mixer: 'rnn' })).toHaveLength(41);
});
