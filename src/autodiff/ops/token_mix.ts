import {
  tokenMix as forward,
  tokenMixInput as inputBackward,
  shiftIn,
  tokenMixWeight as weightBackward,
} from '../../gpu/kernels/pointwise/token_mix';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/** Of six parts, in their order. */
export type Six<T> = readonly [a: T, b: T, c: T, d: T, e: T, f: T];

/**
 * x (B, L, D) -> six mixtures of each token and the one before it, x + (x' - x) share: (B, L, 6D). Before the first token there are
 * zeros, or `state` (B, D), which becomes the last token; no gradient flows into it. The result is
 * of Tape.spent.
 */
export function tokenMix(tape: Tape, x: Var, shares: Six<Parameter>, state?: Tensor): Var {
  const [B, L, D] = dims(x, 3);
  const mixed = tape.spent('mixed tokens', [B, L, 6 * D]);
  const values = state ? tape.tensor("x', x", [B, L + 1, D]) : x.data;
  if (state) tape.run(shiftIn, { x: x.data, state, padded: values }, { B, L, D });
  const sizes = { B, L, D, padded: state ? 1 : 0 };
  const [a, b, c, d, e, f] = shares;
  const read = { a: a.data, b: b.data, c: c.data, d: d.data, e: e.data, f: f.data };
  tape.run(forward, { values, ...read, mixed: mixed.data }, sizes);
  if (!mixed.grad) return mixed;
  if (x.grad) tape.pull(inputBackward, { dmixed: mixed.grad, ...read, dx: x.grad }, { B, L, D });
  const segment = rowSegment(B * L, weightBackward, sizes);
  const copies = Math.ceil((B * L) / segment);
  const part = (share: Parameter) => tape.partial(share, copies);
  const summands = { da: part(a), db: part(b), dc: part(c), dd: part(d), de: part(e), df: part(f) };
  tape.pull(weightBackward, { values, dmixed: mixed.grad, ...summands }, { ...sizes, segment });
  return mixed;
}
