import { describe, expect, it } from 'vitest';
import { deltaInputs, deltaInputsBackward } from '../../../../src/gpu/kernels/scan/delta_inputs';
import { deltaScan } from '../../../../src/gpu/kernels/scan/delta_scan';
import { deltaScanErrors, deltaScanGates, deltaScanKeys } from '../../../../src/gpu/kernels/scan/delta_scan_backward';
import { formsOf } from '../../../support/forms_of';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

describe('delta_scan', () => {
  it.each(
    // B, L, H, K, V, R
    sizes<[number, number, number, number, number, number]>(
      [
        [1, 1, 1, 1, 2, 1],
        [3, 2, 2, 5, 6, 2],
        [2, 70, 3, 16, 17, 1],
        [1, 9, 1, 66, 67, 2],
      ],
      [
        [1, 37, 3, 6, 7, 2],
        [1, 131, 1, 64, 65, 1],
        [2, 20, 2, 16, 90, 2],
        [2, 20, 1, 130, 24, 1],
      ],
    ),
  )('GPU and WebAssembly equal the twin: B %i, L %i, H %i, K %i, V %i, R %i', async (B, L, H, K, V, R) => {
    const tokens = B * L;
    const [value_stride, v] = [R * H * V + 2, 1];
    // Keys of unit length and β from 0 to 1, without which S grows from write to write.
    const keys = randoms(tokens * (1 + R) * H * K, 1, Math.sqrt(1.5 / K));
    const gates = randoms(tokens * (1 + R) * H, 3).map((gate, i) =>
      i % ((1 + R) * H) < H ? gate - 1.1 : Math.abs(gate),
    );
    const values = randoms(tokens * value_stride, 2);
    const state = randoms(B * H * K * V, 4);
    const errors = randoms(tokens * R * H * V, 5);
    const derrors = randoms(tokens * R * H * V, 6);
    const [y, dy] = [randoms(tokens * H * V, 7), randoms(tokens * H * V, 8)];
    const blank = (count: number) => new Float64Array(count);
    const own = { B, L, H, K, V, R };
    for (const carry of [1, 0]) {
      const dims = { ...own, value_stride, v, carry, keeps: carry };
      const forwards = formsOf(deltaScan, dims);
      expect(forwards).toHaveLength(K > 65 ? 1 : 2);
      const written = { state, y: blank(y.length), errors: blank(errors.length) };
      for (const form of forwards) await compareKernel(form, { keys, values, gates, ...written }, dims, OUTPUT);

      const dkeys = blank(tokens * (1 + 2 * R) * H * K);
      const rows = { keys, gates, errors, derrors, dy, before: state, dkeys, sums: blank(2 * state.length) };
      const ofKeys = formsOf(deltaScanKeys, { ...own, carry });
      expect(ofKeys).toHaveLength(V > 65 ? 1 : 2);
      for (const form of ofKeys) await compareKernel(form, rows, { ...own, carry }, GRADIENT);
    }
    const placed = { ...own, d_stride: value_stride, dv: v };
    const columns = { keys, gates, dy, derrors: blank(derrors.length), dvalues: values, sums: blank(state.length) };
    for (const form of formsOf(deltaScanErrors, placed)) await compareKernel(form, columns, placed, GRADIENT);
    const ofGates = { values, gates, y, dy, errors, derrors, dgates: blank(gates.length) };
    await compareKernel(deltaScanGates, ofGates, { B, L, H, V, R, value_stride, v }, GRADIENT);
  });
});

describe('delta_inputs', () => {
  it.each(
    // rows, H, K, R, decay
    sizes<[number, number, number, number, number]>(
      [
        [1, 1, 1, 1, 0],
        [67, 3, 5, 2, 1],
      ],
      [[130, 2, 16, 1, 1]],
    ),
  )('GPU and WebAssembly equal the twin: %i rows, H %i, K %i, R %i, decay %i', async (rows, H, K, R, decay) => {
    const stride = (1 + R) * H * K + (R + 1) * H + 3;
    const places = { q: 1, k: 1 + H * K, b: 2 + (1 + R) * H * K, a: 2 + (1 + R) * H * K + R * H };
    const dims = { rows, H, K, R, stride, ...places, decay, most: 2 };
    const values = randoms(rows * stride, 1);
    const rates = { A_log: randoms(H, 2), bias: randoms(H, 3) };
    const keys = new Float64Array(rows * (1 + R) * H * K);
    const gates = new Float64Array(rows * (1 + R) * H);
    await compareKernel(deltaInputs, { values, ...rates, keys, gates }, dims, OUTPUT);
    const segment = 30;
    const copies = Math.ceil(rows / segment) * H;
    await compareKernel(
      deltaInputsBackward,
      {
        ...{ values, ...rates, dkeys: randoms(rows * (1 + 2 * R) * H * K, 4), dgates: randoms(gates.length, 5) },
        ...{
          dvalues: new Float64Array(values.length),
          dA_log: new Float64Array(copies),
          dbias: new Float64Array(copies),
        },
      },
      { ...dims, d_stride: stride, dq: places.q, dk: places.k, db: places.b, da: places.a, segment },
      GRADIENT,
    );
  });
});
