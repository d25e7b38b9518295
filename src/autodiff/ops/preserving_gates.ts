import {
  preservingGatesBackward as backward,
  preservingGates as forward,
} from '../../gpu/kernels/scan/preserving_gates';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface PreservingGatesOptions {
  /** (B, L, W) */
  readonly u: Slice;
  /** (B, L, W) each, of the same rows as u. */
  readonly a: Slice;
  readonly b: Slice;
  /** (W) */
  readonly A: Parameter;
  /** i32 (4): [0] is the position of the first token; absent: it is 0. */
  readonly first?: Tensor | undefined;
}

/**
 * gates (B, L, 2W), r and i -> a and b of linearScan; see the kernel. Backward overwrites the gradients of u and of the gates, so it must
 * be the first to contribute to them.
 */
export function preservingGates(tape: Tape, gates: Var, { u, a, b, A, first }: PreservingGatesOptions): void {
  const rows = rowsOf(u, a, b);
  const [, L] = dims(rows, 3);
  const sizes = { rows: u.rows, L, W: u.width, stride: u.stride, u: u.offset, carry: first ? 1 : 0 };
  const read = { gates: gates.data, A: A.data, cursor: first ?? tape.constant('no cursor', [4], new Int32Array(4)) };
  tape.run(forward, { ...read, values: rows.data }, { ...sizes, a: a.offset, b: b.offset });
  if (!rows.grad || !gates.grad) return;
  const segment = rowSegment(u.rows, backward, sizes);
  tape.pull(
    backward,
    {
      ...read,
      values: rows.data,
      dvalues: rows.grad,
      dgates: gates.grad,
      dA: tape.partial(A, Math.ceil(u.rows / segment)),
    },
    {
      ...sizes,
      d_stride: u.gradient.stride,
      du: u.gradient.offset,
      da: a.gradient.offset,
      db: b.gradient.offset,
      segment,
    },
    { dvalues: region(u.gradient, u.width) },
  );
}
