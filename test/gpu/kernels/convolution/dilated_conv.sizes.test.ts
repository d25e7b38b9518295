import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import type { AnyKernel } from '../../../../src/gpu/kernel';
import { dilatedConv } from '../../../../src/gpu/kernels/convolution/dilated_conv';
import { dilatedConvInput, dilatedConvWeight } from '../../../../src/gpu/kernels/convolution/dilated_conv_backward';
import { agreesWithTwin } from '../../../../src/gpu/variant_check';
import { withVariant } from '../../../../src/gpu/variants';
import { type ConvShape, convCase } from '../../../support/conv_case';
import { formsOf } from '../../../support/forms_of';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel } from '../../../support/kernel';
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
        // From here on the sizes have whole vec4s, and more taps than are unrolled.
        { B: 2, L: 34, D: 16, K: 9, dilation: 3 },
        // More rows and channels than a tile has, and the kinds of tiles that taps make.
        { B: 2, L: 35, D: 36, K: 8, dilation: 3 },
      ],
      [
        { B: 4, L: 37, D: 40, K: 3, dilation: 5 },
        { B: 1, L: 49, D: 20, K: 7, dilation: 2 },
        { B: 5, L: 131, D: 17, K: 2, dilation: 64 },
        { B: 3, L: 20, D: 12, K: 1, dilation: 1 },
        { B: 8, L: 131, D: 20, K: 2, dilation: 64 },
        { B: 3, L: 23, D: 68, K: 1, dilation: 1 },
        { B: 1, L: 300, D: 36, K: 4, dilation: 1 },
        { B: 1, L: 1, D: 4, K: 2, dilation: 1 },
        { B: 5, L: 52, D: 8, K: 5, dilation: 16 },
        { B: 2, L: 33, D: 20, K: 8, dilation: 2 },
        { B: 2, L: 33, D: 12, K: 8, dilation: 2 },
        { B: 1, L: 66, D: 28, K: 5, dilation: 1 },
        { B: 1, L: 66, D: 24, K: 6, dilation: 40 },
        { B: 1, L: 90, D: 20, K: 12, dilation: 5 },
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

  it.each(
    sizes(
      [{ B: 3, L: 13, D: 20, K: 2, dilation: 5, slots: 6, copies: 2 }],
      [
        { B: 3, L: 13, D: 6, K: 2, dilation: 5, slots: 6, copies: 2 },
        { B: 2, L: 33, D: 36, K: 9, dilation: 2, slots: 17, copies: 3 },
      ],
    ),
  )('the gradient of the weight from a queue equals the twin: %o', async dims => {
    const { B, L, D, K, slots, copies } = dims;
    const buffers = {
      da: randoms(B * L * 2 * D, 1),
      x: randoms(B * L * D, 2),
      queue: randoms(B * slots * D, 3),
      cursor: Int32Array.of(4, 0, 0, 0),
      dweight: new Float64Array(copies * 2 * D * D * K),
      dbias: new Float64Array(copies * 2 * D),
    };
    for (const form of formsOf(dilatedConvWeight, dims)) await compareKernel(form, buffers, dims, GRADIENT);
  });

  it.each(sizes([3, 8], [1, 2, 4, 5, 6, 7, 12]))('tiles agree with the twin at %i taps', async K => {
    const kernels: readonly AnyKernel[] = [dilatedConv, dilatedConvInput, dilatedConvWeight];
    for (const kernel of kernels) {
      const tiles = kernel.variants?.find(({ name }) => name.endsWith('_tiles'));
      expect(tiles, kernel.name).toBeDefined();
      for (const slots of 'slots' in kernel.dims ? [0, 1] : [0]) {
        const form = tiles && withVariant(kernel, tiles);
        expect(form && (await agreesWithTwin(await gpuBackend(), form, { K, slots })), kernel.name).toBe(true);
      }
    }
  });
});
