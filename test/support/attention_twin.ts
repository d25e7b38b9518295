import { expect } from 'vitest';
import { CpuBackend } from '../../src/gpu/cpu';
import { attentionBackward, attention as attentionKernel } from '../../src/gpu/kernels/attention';
import { ropeFrequencies } from '../../src/gpu/kernels/rope';
import { formsOf } from './forms_of';
import { compareKernel, runKernel } from './kernel';
import { GRADIENT, OUTPUT, randoms } from './numbers';

/** Fails where a form of attention, forward or backward, gives on the GPU what its twin does not. `d`: width of a head. */
export async function expectAttentionTwin(
  B: number,
  L: number,
  d: number,
  heads: number,
  window: number,
): Promise<void> {
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
  const results = await runKernel(new CpuBackend(), attentionKernel, forward, forwardDims);
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
