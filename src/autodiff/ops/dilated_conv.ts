import { dilatedConvStep, dilatedConv as forward } from '../../gpu/kernels/convolution/dilated_conv';
import {
  dilatedConvCopies,
  dilatedConvGates,
  dilatedConvInput,
  dilatedConvWeight,
} from '../../gpu/kernels/convolution/dilated_conv_backward';
import { tapsAtOnce } from '../../gpu/kernels/convolution/dilated_conv_variants';
import { queuePush } from '../../gpu/kernels/convolution/queue_push';
import type { Tensor } from '../../gpu/tensor';
import type { Parameter, Tape, Var } from '../tape';

/** The tokens before the call's first: (B, slots, D), slots > (K-1)·dilation, the token of position p in slot p % slots. */
export interface TokenQueue {
  readonly queue: Tensor;
  /** i32: [0] is the position of the call's first token. */
  readonly cursor: Tensor;
}

/**
 * x (B, L, D), weight (2D, D, K) filter then gate, bias (2D) -> tanh(filter) · sigmoid(gate), (B, L, D). Causal: the last
 * tap is the token itself. With `before`, continues from the queue and leaves the new tokens in it.
 */
export function dilatedConv(
  tape: Tape,
  x: Var,
  weight: Parameter,
  bias: Parameter,
  dilation: number,
  before?: TokenQueue,
): Var {
  const [B = 1, L = 1, D = 1] = x.shape;
  const K = weight.shape[2] ?? 1;
  const size = { B, L, D, K, dilation };
  const y = tape.variable('gated', x.shape);
  // Sums of a few taps wait there for the others, where there are many.
  const room = (): Tensor => (K > tapsAtOnce(D) ? tape.tensor('sums of taps', [B, L, 2 * D]) : tape.nowhere());
  const read = { x: x.data, weight: weight.data, bias: bias.data };
  if (before) {
    const { queue, cursor } = before;
    const slots = queue.shape[1] ?? 1;
    if (L === 1) {
      tape.run(dilatedConvStep, { ...read, cursor, queue, y: y.data }, { B, D, K, dilation, slots });
      return y;
    }
    tape.run(forward, { ...read, queue, cursor, gates: room(), y: y.data }, { ...size, slots, save: 0 });
    tape.run(queuePush, { x: x.data, cursor, queue }, { B, L, D, slots, count: Math.min(L, slots) });
    return y;
  }
  const saved = y.grad ? tape.tensor('gates', [B, L, 2 * D]) : undefined;
  tape.run(
    forward,
    { ...read, queue: tape.nothing, cursor: tape.nothing, gates: saved ?? room(), y: y.data },
    { ...size, slots: 0, save: saved ? 1 : 0 },
  );
  if (saved && y.grad && x.grad) {
    const copies = dilatedConvCopies(B * L);
    const gradients = { dweight: tape.partial(weight, copies), dbias: tape.partial(bias, copies) };
    tape.pull(dilatedConvWeight, { da: saved, x: x.data, ...gradients }, { ...size, copies });
    tape.pull(dilatedConvInput, { da: saved, weight: weight.data, dx: x.grad }, size);
    tape.pull(dilatedConvGates, { dy: y.grad, gates: saved }, { rows: B * L, D });
  }
  return y;
}
