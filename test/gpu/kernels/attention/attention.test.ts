import { describe, expect, it } from 'vitest';
import { attention } from '../../../../src/autodiff/ops/attention';
import {
  attentionBackward,
  attentionForward as attentionKernel,
} from '../../../../src/gpu/kernels/attention/attention';
import { formsOf } from '../../../support/forms_of';
import { randoms } from '../../../support/numbers';
import { checkGradients, type OpCase } from '../../../support/op';

function opCase(B: number, L: number, D: number, heads: number, window?: number): OpCase {
  return {
    inputs: { qkv: { shape: [B, L, 3 * D], data: randoms(B * L * 3 * D, 1, 2) } },
    parameters: {},
    record: (tape, input) => ({ y: attention(tape, input('qkv'), { heads, window, ropeBase: 10000 }) }),
  };
}

describe('attention', () => {
  it.each([
    [2, 7, 8, 2, undefined],
    [1, 9, 6, 1, 3],
    [1, 1, 4, 2, undefined],
    [2, 6, 6, 2, undefined],
    [1, 5, 7, 1, 4],
    [1, 5, 3, 3, undefined],
  ])('backward equals central differences: B %i, L %i, D %i, %i heads, window %s', (B, L, D, heads, window) =>
    checkGradients(opCase(B, L, D, heads, window)),
  );

  it.each([
    [8, 128, 56, 4, ['tiles']],
    [8, 128, 64, 4, ['tiles']],
    [2, 9, 6, 1, ['tiles']],
    [2, 9, 12, 4, ['tiles']],
    [1, 40, 256, 4, ['tiles']],
    [1, 40, 256, 1, []],
  ])('B %i, L %i, D %i, %i heads have the variants %j', (B, L, D, heads, variants) => {
    const dims = { B, L, D, heads, window: L, sharing: 1, alibi: 0 };
    const named = (prefix: string, some: readonly string[]): string[] => some.map(name => `${prefix}_${name}`);
    const namesOf = (all: readonly { readonly name: string }[]): string[] => all.slice(1).map(({ name }) => name);
    expect(namesOf(formsOf(attentionKernel, { ...dims, slots: 0 }))).toEqual(named('attention_forward', variants));
    expect(namesOf(formsOf(attentionKernel, { ...dims, slots: 1 }))).toEqual(named('attention_forward', variants));
    expect(namesOf(formsOf(attentionBackward, dims))).toEqual(named('attention_backward', variants));
  });
});
