import { ropeFrequencies } from '../../gpu/kernels/attention/rope';
import { rotateHeadsBackward as backward, rotateHeads as forward } from '../../gpu/kernels/attention/rotate_heads';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Tape, Var } from '../tape';

export interface RotateHeadsOptions {
  /** Width of a head. */
  readonly K: number;
  /** Base of the wavelengths. */
  readonly base: number;
  /** i32 (4): [0] is the position of the first token; absent: it is 0. */
  readonly cursor?: Tensor | undefined;
}

/**
 * x (B, L, heads K) with rotary positions (Su et al. 2021): (B, L, heads K). Backward overwrites the gradient of x, so it must be the
 * first to contribute to it.
 */
export function rotateHeads(tape: Tape, x: Slice, { K, base, cursor }: RotateHeadsOptions): Var {
  const [B, L] = dims(x.of, 3);
  const frequencies = tape.constant('rope frequencies', [Math.ceil(K / 2), 2], ropeFrequencies(K, base));
  const y = tape.variable('rotated', [B, L, x.width]);
  const places = { frequencies, cursor: cursor ?? tape.nothing };
  const sizes = { B, L, K, width: x.width, from_cursor: cursor ? 1 : 0 };
  tape.run(forward, { ...places, values: x.of.data, y: y.data }, { ...sizes, stride: x.stride, x: x.offset });
  if (!y.grad || !x.of.grad) return y;
  tape.pull(
    backward,
    { ...places, dy: y.grad, dvalues: x.of.grad },
    { ...sizes, d_stride: x.gradient.stride, dx: x.gradient.offset },
    { dvalues: region(x.gradient, x.width) },
  );
  return y;
}
