import { describe, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { type ConvShape, convCase } from '../../../support/conv_case';
import { gpuBackend } from '../../../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { runOp } from '../../../support/op';
import { sizes } from '../../../support/sizes';

describe('dilated_conv', () => {
  it.each(
    sizes<ConvShape>(
      [
        { B: 1, L: 1, D: 1, K: 2, dilation: 1 },
        { B: 3, L: 5, D: 7, K: 2, dilation: 8 },
        { B: 2, L: 67, D: 33, K: 3, dilation: 5 },
        { B: 5, L: 131, D: 17, K: 2, dilation: 64 },
        // From here on the sizes have whole vec4s, and more taps than are unrolled.
        { B: 3, L: 20, D: 12, K: 1, dilation: 1 },
        { B: 8, L: 131, D: 20, K: 2, dilation: 64 },
        { B: 4, L: 37, D: 40, K: 3, dilation: 5 },
        { B: 2, L: 34, D: 16, K: 9, dilation: 3 },
      ],
      [
        { B: 1, L: 300, D: 36, K: 4, dilation: 1 },
        { B: 1, L: 1, D: 4, K: 2, dilation: 1 },
        { B: 5, L: 52, D: 8, K: 5, dilation: 16 },
        { B: 2, L: 33, D: 20, K: 8, dilation: 2 },
      ],
    ),
  )('GPU equals twin: %o', async shape => {
    const op = convCase(shape);
    const cotangents = { y: randoms(shape.B * shape.L * shape.D, 5) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, 'y');
    for (const [name, values] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[name] ?? [], values, GRADIENT, `d ${name}`);
    }
  });
});
