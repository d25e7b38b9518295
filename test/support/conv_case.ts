import { dilatedConv } from '../../src/autodiff/ops/dilated_conv';
import { randoms } from './numbers';
import type { OpCase } from './op';

/** A convolution with K taps, `dilation` tokens apart. */
export interface ConvShape {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly K: number;
  readonly dilation: number;
}

/** A dilated convolution of random x, weight, and bias, as an op. */
export function convCase({ B, L, D, K, dilation }: ConvShape): OpCase {
  return {
    inputs: { x: { shape: [B, L, D], data: randoms(B * L * D, 1) } },
    parameters: {
      weight: { shape: [2 * D, D, K], data: randoms(2 * D * D * K, 2, 0.5) },
      bias: { shape: [2 * D], data: randoms(2 * D, 3) },
    },
    record: (tape, input, parameter) => ({
      y: dilatedConv(tape, input('x'), parameter('weight'), parameter('bias'), dilation),
    }),
  };
}
