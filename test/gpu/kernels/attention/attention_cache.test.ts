import { describe, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { attentionStore } from '../../../../src/gpu/kernels/attention/attention_cache';
import { ropeFrequencies } from '../../../../src/gpu/kernels/attention/rope';
import { gpuBackend } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
import { expectClose, randoms } from '../../../support/numbers';

describe('rotary positions', () => {
  it.each([0, 1, 127, 2048, 16384, 65537, 99991, 1048575])('are right to 1e-5 at position %i', async position => {
    const d = 32;
    const qkv = randoms(3 * d, 4);
    const expected = new Float64Array(d);
    for (let pair = 0; pair < d / 2; pair++) {
      const angle = position * 10000 ** ((-2 * pair) / d);
      const a = qkv[d + pair];
      const b = qkv[d + pair + d / 2];
      expected[pair] = a * Math.cos(angle) - b * Math.sin(angle);
      expected[pair + d / 2] = b * Math.cos(angle) + a * Math.sin(angle);
    }
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const results = await runKernel(
        backend,
        attentionStore,
        {
          qkv,
          frequencies: ropeFrequencies(d, 10000),
          cursor: Int32Array.of(position, 0, 0, 0),
          key_cache: new Float64Array(d),
          value_cache: new Float64Array(d),
        },
        { B: 1, L: 1, D: d, heads: 1, slots: 1, sharing: 1 },
      );
      const bound = { relative: 0, absolute: backend.kind === 'twin' ? 1e-9 : 1e-5 };
      expectClose(results.get('key_cache') ?? [], expected, bound, backend.kind);
      expectClose(results.get('value_cache') ?? [], qkv.subarray(2 * d), { relative: 0, absolute: 0 }, 'values');
    }
  });
});
