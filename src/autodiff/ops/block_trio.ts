import { blockLinearInput } from '../../gpu/kernels/matmul/block_linear';
import { blockTrioInput, blockTrioWeight, blockTrio as forward } from '../../gpu/kernels/matmul/block_trio';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, rowsOf, type Slice, slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface BlockTrioOptions {
  /** (B, L, E) */
  readonly u: Slice;
  /** (B, L, E), of the rows that u is of. */
  readonly x: Slice;
  /** (E / n, n, n) each: block, out, in. */
  readonly weights: readonly [ofU: Parameter, ofU: Parameter, ofX: Parameter];
  /** Records what makes u of x. Its backward may overwrite the gradient of x: this op adds its part after it. */
  makeU(): void;
}

/** Three linear layers whose weights are block-diagonal, a u, b u, and c x: (B, L, 3E). */
export function blockTrio(tape: Tape, { u, x, weights, makeU }: BlockTrioOptions): Var {
  const rows = rowsOf(u, x);
  const [B, L] = dims(rows, 3);
  const [a, b, c] = weights;
  const [, n] = dims(a, 3);
  const E = u.width;
  const out = tape.variable('a u, b u, c x', [B, L, 3 * E]);
  if (out.grad && rows.grad) {
    const { gradient } = slice(out, 2 * E, E);
    tape.pull(
      blockLinearInput,
      { dout: out.grad, weight: c.data, dvalues: rows.grad },
      {
        rows: x.rows,
        W: E,
        n,
        input_first: 0,
        x_stride: x.gradient.stride,
        x: x.gradient.offset,
        y_stride: gradient.stride,
        y: gradient.offset,
      },
      { dvalues: region(x.gradient, E) },
    );
  }
  makeU();
  const sizes = { rows: u.rows, E, n };
  const places = { stride: u.stride, u: u.offset, x: x.offset };
  tape.run(forward, { values: rows.data, a: a.data, b: b.data, c: c.data, out: out.data }, { ...sizes, ...places });
  if (!out.grad || !rows.grad) return out;
  tape.pull(
    blockTrioInput,
    { dout: out.grad, a: a.data, b: b.data, dvalues: rows.grad },
    { ...sizes, stride: u.gradient.stride, u: u.gradient.offset },
    { dvalues: region(u.gradient, E) },
  );
  const segment = rowSegment(u.rows, blockTrioWeight, { ...sizes, ...places });
  const copies = Math.ceil(u.rows / segment);
  const [da, db, dc] = [tape.partial(a, copies), tape.partial(b, copies), tape.partial(c, copies)];
  tape.pull(blockTrioWeight, { values: rows.data, dout: out.grad, da, db, dc }, { ...sizes, ...places, segment });
  return out;
}
