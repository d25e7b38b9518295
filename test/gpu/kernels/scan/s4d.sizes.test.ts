import { describe, it } from 'vitest';
import { s4dConvolution } from '../../../../src/autodiff/ops/s4d_convolution';
import { s4dScan } from '../../../../src/autodiff/ops/s4d_scan';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { gpuBackend } from '../../../support/gpu';
import { expectClose, randoms } from '../../../support/numbers';
import { type OpResult, runOp } from '../../../support/op';
import { forms, opCase } from '../../../support/s4d_case';
import { sizes } from '../../../support/sizes';

/** Compares each tensor up to a share of its largest element: sums over thousands of steps also have small elements. */
function expectSame(actual: OpResult, expected: OpResult, label: string, share = 1e-4): void {
  const pairs = (result: OpResult) => [...Object.entries(result.outputs), ...Object.entries(result.gradients)];
  const found = new Map(pairs(actual));
  for (const [name, values] of pairs(expected)) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0.01);
    const tolerance = { relative: 0, absolute: share * Math.max(1, largest) };
    expectClose(found.get(name) ?? [], values, tolerance, `${label}: ${name}`);
  }
}

describe('s4d', () => {
  it.each(
    sizes<[number, number, number, number]>(
      [
        [2, 37, 3, 64],
        [1, 1000, 3, 10],
      ],
      [
        [1, 1, 1, 2],
        [3, 2, 3, 8],
        [3, 257, 16, 8],
        [2, 2100, 2, 4],
        [2, 70, 3, 128],
      ],
    ),
  )('the forms agree, on the GPU and with the twins, at B %i, L %i, D %i, N %i', async (B, L, D, N) => {
    const gpu = await gpuBackend();
    const cotangents = { y: randoms(B * L * D, 9) };
    const expected = await runOp(new TwinBackend(), opCase(s4dScan, B, L, D, N), cotangents);
    expectSame(
      await runOp(new TwinBackend(), opCase(s4dConvolution, B, L, D, N), cotangents),
      expected,
      'twins',
      1e-10,
    );
    const results = await Promise.all(forms.map(([, form]) => runOp(gpu, opCase(form, B, L, D, N), cotangents)));
    for (const result of results) expectSame(result, expected, 'GPU');
  });

  it.each(sizes([], [16384]))('the forms agree on the GPU over %i tokens', async L => {
    const [B, D, N] = [1, 4, 8];
    const gpu = await gpuBackend();
    const cotangents = { y: randoms(B * L * D, 9) };
    const recurrence = await runOp(gpu, opCase(s4dScan, B, L, D, N), cotangents);
    expectSame(await runOp(gpu, opCase(s4dConvolution, B, L, D, N), cotangents), recurrence, 'fft');
  });
});
