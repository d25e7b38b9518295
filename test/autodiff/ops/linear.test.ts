import { describe, expect, it } from 'vitest';
import { linear } from '../../../src/autodiff/ops/linear';
import { slice, whole } from '../../../src/autodiff/slice';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { gpuBackend } from '../../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../support/op';

/** Where slices begin and end. With `odd` only kernels for any size run; `aligned` has whole vec4s everywhere. */
const layouts = {
  odd: { before: 2, after: 1, second: 2, starts: [0, 2, 3], wide: 5 },
  aligned: { before: 4, after: 8, second: 4, starts: [0, 4, 8], wide: 12 },
};

function opCase(M: number, N: number, K: number, layout: keyof typeof layouts): OpCase {
  const { before, after, second, starts, wide } = layouts[layout];
  const width = before + K + after;
  return {
    inputs: {
      x: { shape: [M, width], data: randoms(M * width, 1) },
      r: { shape: [M, N], data: randoms(M * N, 2) },
    },
    parameters: {
      weight: { shape: [N, K], data: randoms(N * K, 3) },
      bias: { shape: [N], data: randoms(N, 4) },
      second: { shape: [second, N], data: randoms(second * N, 5) },
    },
    record(tape, input, parameter) {
      const y = linear(tape, slice(input('x'), before, K), parameter('weight'), {
        bias: parameter('bias'),
        residual: input('r'),
      });
      const all = tape.variable('wide', [M, wide]);
      for (const start of starts) linear(tape, whole(y), parameter('second'), { into: slice(all, start, second) });
      return { wide: all };
    },
  };
}

describe('linear', () => {
  it('backward equals central differences, through slices, bias, and residual', async () => {
    const { inputs, ...rest } = opCase(5, 4, 3, 'odd');
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
    [1, 1, 1, 'odd'],
    [3, 5, 7, 'odd'],
    [1, 64, 256, 'aligned'],
    [8, 70, 64, 'aligned'],
    [65, 33, 17, 'odd'],
    [1024, 96, 64, 'odd'],
    [1024, 96, 64, 'aligned'],
    [300, 64, 128, 'aligned'],
    [72, 36, 4, 'aligned'],
  ] as const)('GPU equals twin at M %i, N %i, K %i, %s', async (M, N, K, layout) => {
    const op = opCase(M, N, K, layout);
    const cotangents = { wide: randoms(M * layouts[layout].wide, 9) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
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
