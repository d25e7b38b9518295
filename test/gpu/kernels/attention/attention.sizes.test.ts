import { describe, expect, it } from 'vitest';
import { attention } from '../../../../src/autodiff/ops/attention';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  attentionBackward,
  attentionForward as attentionKernel,
} from '../../../../src/gpu/kernels/attention/attention';
import { ropeFrequencies } from '../../../../src/gpu/kernels/attention/rope';
import { formsOf } from '../../../support/forms_of';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { type OpCase, runOp } from '../../../support/op';
import { sizes } from '../../../support/sizes';

/** Fails if a form of attention, forward or backward, differs on the GPU from its twin. `d` is the width of a head. */
async function expectAttentionTwin(B: number, L: number, d: number, heads: number, window: number): Promise<void> {
  const D = d * heads;
  const qkv = randoms(B * L * 3 * D, 1, d > 32 ? 1 : 3);
  const frequencies = ropeFrequencies(d, 10000);
  const dims = { B, L, D, heads, window };
  const forward = {
    qkv,
    frequencies,
    cursor: new Int32Array(4),
    key_cache: new Float64Array(4),
    value_cache: new Float64Array(4),
    y: new Float64Array(B * L * D),
    lse: new Float64Array(B * heads * L),
  };
  const forwardDims = { ...dims, slots: 0 };
  for (const form of formsOf(attentionKernel, forwardDims)) await compareKernel(form, forward, forwardDims, OUTPUT);
  const results = await runKernel(new TwinBackend(), attentionKernel, forward, forwardDims);
  const backward = {
    qkv,
    frequencies,
    y: Float64Array.from(results.get('y') ?? []),
    lse: Float64Array.from(results.get('lse') ?? []),
    dy: randoms(B * L * D, 2),
    dqkv: new Float64Array(B * L * 3 * D),
  };
  for (const form of formsOf(attentionBackward, dims)) await compareKernel(form, backward, dims, GRADIENT);
  expect(results.size).toBe(7);
}

describe('attention', () => {
  it.each(
    // B, L, head dim, heads, window
    sizes<[number, number, number, number, number]>(
      [
        // Heads that are no whole number of vec4f, and heads wider than registers.
        [1, 97, 6, 4, 9],
        [1, 11, 129, 2, 4],
      ],
      [
        [1, 70, 3, 4, 11],
        [3, 83, 16, 3, 83],
        [3, 70, 16, 2, 5],
        [1, 1, 2, 1, 1],
        [2, 2, 4, 3, 2],
        [1, 37, 6, 2, 1],
        [1, 70, 32, 1, 70],
        [1, 131, 10, 3, 131],
        [1, 130, 64, 1, 66],
        [1, 70, 128, 2, 100],
        [2, 1, 4, 3, 1],
        [1, 97, 14, 4, 9],
        [1, 151, 14, 2, 131],
        [1, 67, 24, 1, 3],
        [2, 37, 30, 2, 37],
        [2, 9, 1, 3, 9],
        [2, 37, 5, 1, 37],
        [1, 41, 7, 4, 20],
        [1, 35, 67, 1, 35],
        [2, 22, 200, 1, 22],
        [1, 9, 600, 1, 7],
      ],
    ),
  )('GPU equals twin: B %i, L %i, heads of %i, %i of them, window %i', expectAttentionTwin);

  it.each(sizes([6, 129], [3, 16]))('accumulates into an existing gradient: heads of %i', async d => {
    const [B, L, heads] = [2, 21, 2];
    const shape = [B, L, 3 * d * heads];
    const op: OpCase = {
      inputs: { qkv: { shape, data: randoms(B * L * 3 * d * heads, 1, 2) } },
      parameters: {},
      record: (tape, input) => {
        const qkv = input('qkv');
        return {
          y: attention(tape, qkv, { heads, ropeBase: 10000 }),
          near: attention(tape, qkv, { heads, ropeBase: 10000, window: 4 }),
        };
      },
    };
    const cotangents = { y: randoms(B * L * d * heads, 2), near: randoms(B * L * d * heads, 3) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    expectClose(actual.gradients.qkv, expected.gradients.qkv ?? [], GRADIENT, 'd qkv');
  });
});
