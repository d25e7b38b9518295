import {
  productColumnsBackward as backward,
  productColumns as forward,
} from '../../gpu/kernels/pointwise/product_columns';
import { region, type Slice } from '../slice';
import type { Tape, Var } from '../tape';

/** a ⊙ b, columns of the same rows or of others -> (..., D). */
export function productColumns(tape: Tape, a: Slice, b: Slice): Var {
  const sizes = { rows: a.rows, D: a.width };
  const y = tape.variable('product', [...a.of.shape.slice(0, -1), a.width]);
  const factor = ({ stride, offset }: Slice) => ({ b_stride: stride, b_offset: offset });
  tape.run(
    forward,
    { a: a.of.data, b: b.of.data, y: y.data },
    { ...sizes, a_stride: a.stride, a_offset: a.offset, ...factor(b) },
  );
  for (const [own, other] of [[a, b] as const, [b, a] as const]) {
    if (!y.grad || !own.of.grad) continue;
    tape.pull(
      backward,
      { dy: y.grad, b: other.of.data, da: own.of.grad },
      { ...sizes, a_stride: own.gradient.stride, a_offset: own.gradient.offset, ...factor(other) },
      { da: region(own.gradient, own.width) },
    );
  }
  return y;
}
