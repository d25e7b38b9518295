import { describe, expect, it } from 'vitest';
import { linear } from '../../src/autodiff/ops/linear';
import { slice, whole } from '../../src/autodiff/slice';
import { CpuBackend } from '../../src/gpu/cpu';
import { gpuBackend } from '../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, type OpCase, runOp } from '../support/op';

function opCase(M: number, N: number, K: number): OpCase {
  return {
    inputs: {
      x: { shape: [M, K + 3], data: randoms(M * (K + 3), 1) },
      r: { shape: [M, N], data: randoms(M * N, 2) },
    },
    parameters: {
      weight: { shape: [N, K], data: randoms(N * K, 3) },
      bias: { shape: [N], data: randoms(N, 4) },
      second: { shape: [2, N], data: randoms(2 * N, 5) },
    },
    record(tape, input, parameter) {
      const y = linear(tape, slice(input('x'), 2, K), parameter('weight'), {
        bias: parameter('bias'),
        residual: input('r'),
      });
      const wide = tape.variable('wide', [M, 5]);
      linear(tape, whole(y), parameter('second'), { into: slice(wide, 0, 2) });
      linear(tape, whole(y), parameter('second'), { into: slice(wide, 2, 2) });
      linear(tape, whole(y), parameter('second'), { into: slice(wide, 3, 2) });
      return { wide };
    },
  };
}

describe('linear', () => {
  it('backward equals central differences, through slices, bias, and residual', async () => {
    const { inputs, ...rest } = opCase(5, 4, 3);
    await checkGradients({
      ...rest,
      inputs,
      record(tape, input, parameter) {
        const y = linear(tape, slice(input('x'), 2, 3), parameter('weight'), {
          bias: parameter('bias'),
          residual: input('r'),
        });
        return { y: linear(tape, whole(y), parameter('second')) };
      },
    });
  });

  it.each([
    [1, 1, 1],
    [3, 5, 7],
    [1, 64, 256],
    [8, 70, 64],
    [65, 33, 17],
    [1024, 96, 64],
    [300, 64, 128],
  ])('GPU equals twin at M %i, N %i, K %i', async (M, N, K) => {
    const op = opCase(M, N, K);
    const cotangents = { wide: randoms(M * 5, 9) };
    const expected = await runOp(new CpuBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    for (const [name, values] of Object.entries(expected.outputs)) {
      expectClose(actual.outputs[name] ?? [], values, OUTPUT, name);
    }
    for (const [name, values] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[name] ?? [], values, GRADIENT, `d ${name}`);
    }
    expect(Object.keys(expected.gradients)).toContain('bias');
  });
});
