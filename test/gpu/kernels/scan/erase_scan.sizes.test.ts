import { describe, expect, it } from 'vitest';
import { eraseScan } from '../../../../src/gpu/kernels/scan/erase_scan';
import { eraseScanDecays, eraseScanErrors, eraseScanKeys } from '../../../../src/gpu/kernels/scan/erase_scan_backward';
import { formsOf } from '../../../support/forms_of';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

describe('erase_scan', () => {
  it.each(
    // B, L, H, K, V
    sizes<[number, number, number, number, number]>(
      [
        [1, 1, 1, 1, 2],
        [3, 2, 2, 5, 6],
        [2, 70, 3, 16, 17],
        [1, 9, 1, 66, 67],
      ],
      [
        [1, 37, 3, 6, 7],
        [1, 131, 1, 64, 65],
        [2, 20, 2, 16, 90],
        [2, 20, 1, 130, 24],
      ],
    ),
  )('GPU and WebAssembly equal the twin: B %i, L %i, H %i, K %i, V %i', async (B, L, H, K, V) => {
    const tokens = B * L;
    const [value_stride, v] = [H * V + 2, 1];
    // Keys of about unit length, and decays that leave room for what is written.
    const keys = randoms(tokens * 4 * H * K, 1, Math.sqrt(1.5 / K));
    const gates = randoms(tokens * H * K, 3, 0.2).map(value => 0.7 + value);
    const values = randoms(tokens * value_stride, 2);
    const state = randoms(B * H * K * V, 4);
    const errors = randoms(tokens * 2 * H * V, 5);
    const derrors = randoms(tokens * H * V, 6);
    const dy = randoms(tokens * H * V, 7);
    const blank = (count: number) => new Float64Array(count);
    const own = { B, L, H, K, V };
    for (const carry of [1, 0]) {
      const dims = { ...own, value_stride, v, carry, keeps: carry };
      const forwards = formsOf(eraseScan, dims);
      expect(forwards).toHaveLength(K > 65 ? 1 : 2);
      const written = { state, y: blank(dy.length), errors: blank(errors.length) };
      for (const form of forwards) await compareKernel(form, { keys, values, gates, ...written }, dims, OUTPUT);

      const rows = { keys, gates, errors, derrors, dy, before: state };
      const ofKeys = formsOf(eraseScanKeys, { ...own, carry });
      expect(ofKeys).toHaveLength(V > 65 ? 1 : 2);
      for (const form of ofKeys) {
        const pulled = { dkeys: blank(keys.length), sums: blank(2 * state.length) };
        await compareKernel(form, { ...rows, ...pulled }, { ...own, carry }, GRADIENT);
      }
    }
    const placed = { ...own, d_stride: value_stride, dv: v };
    const columns = { keys, gates, dy, derrors: blank(derrors.length), dvalues: values, sums: blank(state.length) };
    for (const form of formsOf(eraseScanErrors, placed)) await compareKernel(form, columns, placed, GRADIENT);
    const dkeys = randoms(keys.length, 8);
    await compareKernel(eraseScanDecays, { keys, dkeys, dgates: blank(gates.length) }, { B, L, H, K }, GRADIENT);
  });
});
