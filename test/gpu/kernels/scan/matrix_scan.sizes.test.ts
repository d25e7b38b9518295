import { describe, expect, it } from 'vitest';
import { matrixScan } from '../../../../src/gpu/kernels/scan/matrix_scan';
import { matrixScanBackward } from '../../../../src/gpu/kernels/scan/matrix_scan_backward';
import { matrixScanDecays } from '../../../../src/gpu/kernels/scan/matrix_scan_decays';
import { formsOf } from '../../../support/forms_of';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

describe('matrix_scan', () => {
  it.each(
    // B, L, K, V, H, G, gated; 3: gated 1, and the last row of S counts
    sizes<[number, number, number, number, number, number, number]>(
      [
        [1, 1, 1, 2, 1, 1, 0],
        [3, 2, 5, 6, 2, 2, 0],
        [2, 70, 16, 17, 4, 4, 0],
        [2, 9, 65, 66, 2, 2, 0],
        [2, 9, 3, 8, 4, 2, 1],
        [2, 9, 5, 8, 2, 2, 2],
        [2, 9, 5, 8, 2, 2, 3],
        [1, 7, 5, 9, 2, 1, 3],
      ],
      [
        [1, 37, 6, 7, 3, 3, 0],
        [1, 131, 64, 65, 1, 1, 0],
        [1, 20, 130, 131, 1, 1, 0],
        [2, 20, 16, 90, 2, 1, 1],
        [1, 20, 67, 6, 1, 1, 2],
        [3, 20, 16, 33, 2, 2, 2],
        [2, 20, 90, 91, 2, 2, 3],
        [2, 20, 32, 33, 3, 3, 3],
      ],
    ),
  )('GPU equals twin: B %i, L %i, K %i, V %i, %i heads, %i groups, gated %i', async (B, L, K, V, H, G, kind) => {
    const [gated, counts] = kind === 3 ? [1, 1] : [kind, 0];
    const [keyStride, valueStride] = [2 * G * K + 1, H * V + 2];
    const gateStride = gated === 2 ? H * K : 2 * H;
    const dims = {
      B,
      L,
      H,
      G,
      K,
      V,
      key_stride: keyStride,
      q: 1,
      k: 1 + G * K,
      value_stride: valueStride,
      v: 2,
      gated,
      gate_stride: gateStride,
      counts,
    };
    const read = {
      keys: randoms(B * L * keyStride, 1),
      values: randoms(B * L * valueStride, 2),
      gates: randoms(B * L * gateStride, 3, 0.5),
    };
    const state = randoms(B * H * V * K, 4);
    const rows = B * L * H;
    const forward = { ...read, state, y: new Float64Array(rows * V) };
    const backward = {
      ...read,
      dy: randoms(rows * V, 5),
      before: state,
      dkeys: new Float64Array(rows * 2 * K),
      dvalues: new Float64Array(B * L * valueStride),
      sums: new Float64Array(3 * state.length),
    };
    for (const carry of [1, 0]) {
      const forwards = formsOf(matrixScan, { ...dims, carry });
      expect(forwards).toHaveLength(K > 65 ? 1 : 2);
      for (const form of forwards) await compareKernel(form, forward, { ...dims, carry }, OUTPUT);
      const own = { ...dims, carry, d_stride: valueStride, dv: 2 };
      const backwards = formsOf(matrixScanBackward, own);
      expect(backwards).toHaveLength(Math.max(K, V) > 65 ? 1 : 2);
      for (const form of backwards) await compareKernel(form, backward, own, GRADIENT);
    }
    if (gated !== 2) return;
    const { key_stride, q, k } = dims;
    const left = { keys: read.keys, dkeys: randoms(rows * 2 * K, 6), dgates: new Float64Array(rows * K) };
    await compareKernel(matrixScanDecays, left, { B, L, H, K, key_stride, q, k }, GRADIENT);
  });
});
