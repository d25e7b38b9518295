import { describe, expect, it } from 'vitest';
import { rmsNorm } from '../../../../src/autodiff/ops/rms_norm';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { rmsNorm as forward, rmsNormBackward } from '../../../../src/gpu/kernels/pointwise/rms_norm';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';

function opCase(rows: number, D: number): OpCase {
  return {
    inputs: { x: { shape: [rows, D], data: randoms(rows * D, 1) } },
    parameters: { weight: { shape: [D], data: randoms(D, 2) } },
    record: (tape, input, parameter) => ({ y: rmsNorm(tape, input('x'), parameter('weight'), 1e-5) }),
  };
}

describe('rms_norm', () => {
  it('backward equals central differences', () => checkGradients(opCase(5, 7)));

  it.each(goldenCases('pointwise', 'rms_norm'))('$name: golden vectors on both backends', async golden => {
    const op: OpCase = {
      inputs: { x: golden.inputs.x },
      parameters: { weight: golden.inputs.weight },
      record: (tape, input, parameter) => ({ y: rmsNorm(tape, input('x'), parameter('weight'), 1e-5) }),
    };
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y ?? [], golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      expectClose(gradients.x ?? [], golden.gradients.x.data, GRADIENT, `${backend.kind} dx`);
      expectClose(gradients.weight ?? [], golden.gradients.weight.data, GRADIENT, `${backend.kind} dweight`);
    }
  });

  it.each([
    [1, 1],
    [3, 5],
    [130, 64],
    [70, 75],
    [5000, 4],
  ])('GPU equals twin at %i rows of %i', async (rows, D) => {
    const copies = Math.ceil(rows / (64 * Math.min(16, Math.max(1, Math.ceil(rows / 4096)))));
    const given = { x: randoms(rows * D, 1), weight: randoms(D, 2), y: new Float64Array(rows * D) };
    await compareKernel(forward, given, { rows, D, eps: 1e-5 }, OUTPUT);
    await compareKernel(
      rmsNormBackward,
      {
        x: randoms(rows * D, 1),
        weight: randoms(D, 2),
        dy: randoms(rows * D, 3),
        dx: randoms(rows * D, 4),
        dweight: new Float64Array(copies * D),
      },
      { rows, D, eps: 1e-5 },
      GRADIENT,
    );
    expect(copies).toBeGreaterThan(0);
  });
});
