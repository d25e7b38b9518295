import {
  lowRank as forward,
  lowRankInput as inputBackward,
  lowRankWeight as weightBackward,
} from '../../gpu/kernels/matmul/low_rank';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';

export interface LowRankOptions {
  /** (rank, N) each. */
  readonly a: Parameter;
  readonly b: Parameter;
  readonly c: Parameter;
  /** N numbers each. */
  readonly a_bias: Parameter;
  readonly b_bias: Parameter;
  /** 3N columns of other rows than x. */
  readonly into: Slice;
}

/**
 * The second products of three maps of low rank: of x (rows, ranks of a, b, and c), the first a tanh, the last a sigmoid. The gradient that
 * x gets is that of what the tanh and the sigmoid were taken of.
 */
export function lowRank(tape: Tape, x: Slice, { a, b, c, a_bias, b_bias, into }: LowRankOptions): void {
  const [ka, N] = dims(a, 2);
  const [[kb], [kc]] = [dims(b, 2), dims(c, 2)];
  const sizes = { rows: x.rows, N, ka, kb, kc, stride: x.stride, x: x.offset };
  const read = { values: x.of.data, a: a.data, b: b.data, c: c.data };
  tape.run(
    forward,
    { ...read, a_bias: a_bias.data, b_bias: b_bias.data, out: into.of.data },
    { ...sizes, out_stride: into.stride, y: into.offset },
    { out: region(into, 3 * N) },
  );
  const [dout, dx] = [into.of.grad, x.of.grad];
  if (!dout || !dx) return;
  const pulled = { ...sizes, out_stride: into.gradient.stride, y: into.gradient.offset };
  tape.pull(
    inputBackward,
    { ...read, dout, dvalues: dx },
    { ...pulled, d_stride: x.gradient.stride, dx: x.gradient.offset },
    { dvalues: region(x.gradient, x.width) },
  );
  const segment = rowSegment(x.rows, weightBackward, pulled);
  const copies = Math.ceil(x.rows / segment);
  const part = (own: Parameter) => tape.partial(own, copies);
  const summands = { da: part(a), db: part(b), dc: part(c), da_bias: part(a_bias), db_bias: part(b_bias) };
  tape.pull(weightBackward, { values: x.of.data, dout, ...summands }, { ...pulled, segment });
}
