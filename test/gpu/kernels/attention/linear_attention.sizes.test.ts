import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../../src/gpu/backends/twin/cpu';
import {
  linearAttentionForward as kernel,
  linearAttentionBackward,
} from '../../../../src/gpu/kernels/attention/linear_attention';
import { formsOf } from '../../../support/forms_of';
import { compareKernel, runKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

describe('linear_attention', () => {
  it.each(
    // B, L, head dim, heads
    sizes<[number, number, number, number]>(
      [
        [1, 1, 1, 1],
        [3, 2, 5, 2],
        [2, 70, 16, 4],
        [2, 9, 65, 2],
      ],
      [
        [1, 37, 6, 3],
        [1, 131, 64, 1],
        [1, 20, 130, 1],
      ],
    ),
  )('GPU equals twin: B %i, L %i, heads of %i, %i of them', async (B, L, d, heads) => {
    const D = d * heads;
    const dims = { B, L, D, heads };
    const qkv = randoms(B * L * 3 * D, 1, 2);
    const forward = {
      qkv,
      state: randoms(B * heads * d * (d + 1), 2).map(Math.abs),
      y: new Float64Array(B * L * D),
      norm: new Float64Array(B * heads * L),
    };
    const fresh = { ...dims, carries: 0, eps: 1e-6 };
    const forwards = formsOf(kernel, fresh);
    expect(forwards).toHaveLength(d > 64 ? 1 : 2);
    for (const form of forwards) {
      await compareKernel(form, forward, { ...fresh, carries: 1 }, OUTPUT);
      await compareKernel(form, forward, fresh, OUTPUT);
    }
    const results = await runKernel(new CpuBackend(), kernel, forward, fresh);
    const backward = {
      qkv,
      y: Float64Array.from(results.get('y') ?? []),
      norm: Float64Array.from(results.get('norm') ?? []),
      dy: randoms(B * L * D, 3),
      before: forward.state,
      dqkv: new Float64Array(B * L * 3 * D),
      sums: new Float64Array(3 * B * D * (d + 1)),
    };
    for (const carries of [0, 1]) {
      const own = { ...dims, carries };
      for (const form of formsOf(linearAttentionBackward, own)) await compareKernel(form, backward, own, GRADIENT);
    }
    expect(results.size).toBe(4);
  });
});
