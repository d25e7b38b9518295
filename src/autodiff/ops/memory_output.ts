import { memoryOutputBackward as backward, memoryOutput as forward } from '../../gpu/kernels/scan/memory_output';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface MemoryOutputOptions {
  readonly H: number;
  /** (B, L, E) each: what is added, and what gates the result. */
  readonly u: Slice;
  readonly z: Slice;
  /** (B, L, H), of the rows that u and z are of: the least sum of weights is e^-m. */
  readonly m: Slice;
  /** (E): factors of the norm, less 1. */
  readonly weight: Parameter;
  /** (E): factors of u. */
  readonly skip: Parameter;
}

/**
 * sums (B, L, H (n + 1)), of Tape.spent, -> what an mLSTM shows (B, L, E), E = H n; see the kernel. Backward overwrites the gradients of
 * u, z, and m, so it must be the first to contribute to them.
 */
export function memoryOutput(tape: Tape, sums: Var, { H, u, z, m, weight, skip }: MemoryOutputOptions): Var {
  const rows = rowsOf(u, z, m);
  const [B, L] = dims(sums, 3);
  const E = u.width;
  const out = tape.variable('shown memory', [B, L, E]);
  const sizes = { rows: u.rows, E, H, stride: u.stride, u: u.offset, z: z.offset, m: m.offset };
  const read = { values: rows.data, weight: weight.data, skip: skip.data };
  tape.run(forward, { sums: sums.data, ...read, out: out.data }, sizes);
  if (!out.grad || !sums.grad || !rows.grad) return out;
  if (sums.grad !== sums.data) throw new Error('the gradient of the sums must take their place');
  const segment = rowSegment(u.rows, backward, sizes);
  const copies = Math.ceil(u.rows / segment);
  tape.pull(
    backward,
    {
      sums: sums.grad,
      ...read,
      dout: out.grad,
      dvalues: rows.grad,
      dweight: tape.partial(weight, copies),
      dskip: tape.partial(skip, copies),
    },
    {
      ...sizes,
      d_stride: u.gradient.stride,
      du: u.gradient.offset,
      dz: z.gradient.offset,
      dm: m.gradient.offset,
      segment,
    },
    { dvalues: [u, z, m].map(({ gradient, width }) => region(gradient, width)) },
  );
  return out;
}
