import { describe, expect, it } from 'vitest';
import { gelu } from '../../../../src/autodiff/ops/gelu';
import { glu } from '../../../../src/autodiff/ops/glu';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { gelu as geluKernel } from '../../../../src/gpu/kernels/pointwise/gelu';
import { gpuBackend } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';

/** GELU, then GLU, both as S4D uses them. */
function opCase(rows: number, D: number): OpCase {
  return {
    inputs: {
      x: { shape: [rows, 2 * D], data: randoms(rows * 2 * D, 1, 4) },
      residual: { shape: [rows, D], data: randoms(rows * D, 2) },
    },
    parameters: {},
    record: (tape, input) => ({ y: glu(tape, gelu(tape, input('x')), input('residual')) }),
  };
}

describe('gelu and glu', () => {
  it('backward equals central differences', () => checkGradients(opCase(3, 7)));

  it.each([
    [1, 1],
    [3, 5],
    [130, 17],
  ])('GPU equals twin at %i rows of %i', async (rows, D) => {
    const cotangents = { y: randoms(rows * D, 9) };
    const expected = await runOp(new TwinBackend(), opCase(rows, D), cotangents);
    const actual = await runOp(await gpuBackend(), opCase(rows, D), cotangents);
    expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, 'y');
    for (const name of ['x', 'residual']) {
      expectClose(actual.gradients[name] ?? [], expected.gradients[name] ?? [], GRADIENT, `d ${name}`);
    }
  });

  it('gelu is exact: 1e-12 in the twin, 5e-7 on the GPU', async () => {
    // x erfc(-x / √2) / 2 by the C library's erfc. For very negative x, Φ is below 1e-9, and must not become 0.
    const known = [
      [-6, -5.9195258702261885e-9],
      [-3, -0.0040496940948902835],
      [-1, -0.15865525393145705],
      [-0.1, -0.046017216272297101],
      [0, 0],
      [0.5, 0.34573123063700656],
      [1.5, 1.399789198096713],
      [4, 3.9998733150326675],
      [30, 30],
    ] as const;
    const x = Float64Array.from(known, ([value]) => value);
    const y = Float64Array.from(known, ([, value]) => value);
    for (const [backend, bound] of [[new TwinBackend(), 1e-12] as const, [await gpuBackend(), 5e-7] as const]) {
      const results = await runKernel(backend, geluKernel, { x, y: new Float64Array(x.length) }, { n: x.length });
      const tolerance = { relative: bound, absolute: bound * 1e-3 };
      expectClose(results.get('y') ?? [], y, tolerance, backend.kind);
      expect(results.get('y')?.[0]).toBeLessThan(0);
    }
  });
});
