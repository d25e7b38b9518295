import { describe, expect, it } from 'vitest';
import { mlp } from '../../../src/autodiff/ops/mlp';
import { swiglu } from '../../../src/autodiff/ops/swiglu';
import { Tape } from '../../../src/autodiff/tape';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { swigluBackward, swiglu as swigluKernel } from '../../../src/gpu/kernels/pointwise/swiglu';
import { goldenCases } from '../../support/golden';
import { gpuBackend } from '../../support/gpu';
import { compareKernel } from '../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../support/op';

describe('swiglu and the MLP', () => {
  it('swiglu: backward equals central differences', () =>
    checkGradients({
      inputs: { x: { shape: [3, 10], data: randoms(30, 1, 3) } },
      parameters: {},
      record: (tape, input) => ({ y: swiglu(tape, input('x')) }),
    }));

  it('mlp: backward equals central differences', () =>
    checkGradients({
      inputs: { x: { shape: [3, 4], data: randoms(12, 1) }, residual: { shape: [3, 4], data: randoms(12, 4) } },
      parameters: { fc1: { shape: [10, 4], data: randoms(40, 2) }, fc2: { shape: [4, 5], data: randoms(20, 3) } },
      record: (tape, input, parameter) => ({
        y: mlp(tape, input('x'), input('residual'), parameter('fc1'), parameter('fc2')),
      }),
    }));

  it.each(goldenCases('pointwise', 'swiglu'))('$name: golden vectors on both backends', async golden => {
    const { x } = golden.inputs;
    const residual = randoms(x.data.length, 9);
    const op: OpCase = {
      inputs: { x, residual: { shape: x.shape, data: residual } },
      parameters: { 'fc1.weight': golden.inputs['fc1.weight'], 'fc2.weight': golden.inputs['fc2.weight'] },
      record: (tape, input, parameter) => ({
        y: mlp(tape, input('x'), input('residual'), parameter('fc1.weight'), parameter('fc2.weight')),
      }),
    };
    const expected = golden.outputs.y.data.map((value, i) => value + (residual[i] ?? Number.NaN));
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y ?? [], expected, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name] ?? [], data, GRADIENT, `${backend.kind} d ${name}`);
      }
      expectClose(gradients.residual ?? [], golden.cotangents.y.data, GRADIENT, `${backend.kind} d residual`);
    }
  });

  it('records three dispatches forward and five backward', () => {
    const tape = new Tape({ training: true });
    const x = tape.variable('x', [2, 3, 4]);
    const [fc1, fc2] = [tape.parameter('fc1', [16, 4]), tape.parameter('fc2', [4, 8])];
    mlp(tape, x, tape.variable('residual', [2, 3, 4]), fc1, fc2);
    expect([tape.forward.length, tape.backward.length]).toEqual([3, 5]);
  });

  it.each([
    [1, 1],
    [3, 67],
    [130, 5],
  ])('GPU equals twin at %i rows of %i', async (rows, F) => {
    const x = randoms(rows * 2 * F, 1, 40);
    await compareKernel(swigluKernel, { x, y: new Float64Array(rows * F) }, { rows, F }, OUTPUT);
    const dx = new Float64Array(rows * 2 * F);
    await compareKernel(swigluBackward, { x, dy: randoms(rows * F, 2), dx }, { rows, F }, GRADIENT);
  });
});
