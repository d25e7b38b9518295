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
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';
import { before } from './carried';

/** The tokens before the call: (B, slots, D), slots > (K-1)·dilation; position p in slot p % slots. */
export interface TokenQueue {
  readonly queue: Tensor;
  /** i32: [0] is the position of the call's first token. */
  readonly cursor: Tensor;
}

/**
 * x (B, L, D), weight (2D, D, K) filter then gate, bias (2D) -> tanh(filter) · sigmoid(gate), (B, L, D). Causal: the last
 * tap is the token itself. With `state`, continues from the queue and leaves the new tokens in it; no gradient flows into them.
 */
export function dilatedConv(
  tape: Tape,
  x: Var,
  weight: Parameter,
  bias: Parameter,
  dilation: number,
  state?: TokenQueue,
): Var {
  const [B, L, D] = dims(x, 3);
  const [, , K] = dims(weight, 3);
  const y = tape.variable('gated', x.shape);
  const read = { x: x.data, weight: weight.data, bias: bias.data };
  const cursor = state?.cursor ?? tape.nothing;
  const slots = state ? dims(state.queue, 3)[1] : 0;
  if (state && L === 1 && !tape.training) {
    tape.run(dilatedConvStep, { ...read, cursor, queue: state.queue, y: y.data }, { B, D, K, dilation, slots });
    return y;
  }
  const size = { B, L, D, K, dilation };
  const kept = before(tape, state?.queue);
  // In training, tensors for backward; otherwise partial sums of a few taps, if there are many taps.
  const needed = tape.training || K > tapsAtOnce(D);
  const gates = needed ? tape.tensor('gates', [B, L, 2 * D]) : tape.nowhere();
  const save = tape.training ? 1 : 0;
  tape.run(
    forward,
    { ...read, queue: state?.queue ?? tape.nothing, cursor, gates, y: y.data },
    { ...size, slots, save },
  );
  if (state) {
    tape.run(queuePush, { x: x.data, cursor, queue: state.queue }, { B, L, D, slots, count: Math.min(L, slots) });
  }
  if (y.grad && x.grad) {
    const copies = dilatedConvCopies(B * L);
    const gradients = { dweight: tape.partial(weight, copies), dbias: tape.partial(bias, copies) };
    tape.pull(
      dilatedConvWeight,
      { da: gates, x: x.data, queue: kept, cursor, ...gradients },
      { ...size, slots, copies },
    );
    tape.pull(dilatedConvInput, { da: gates, weight: weight.data, dx: x.grad }, size);
    tape.pull(dilatedConvGates, { dy: y.grad, gates }, { rows: B * L, D });
  }
  return y;
}
