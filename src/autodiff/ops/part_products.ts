import { matmulSplits } from '../../gpu/kernels/matmul/matmul';
import {
  partProducts as forward,
  partProductsInput as inputBackward,
  partProductsWeight as weightBackward,
} from '../../gpu/kernels/matmul/part_products';
import { sizeOf } from '../../gpu/tensor';
import { rowsAndWidth } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import type { Six } from './token_mix';

export interface PartProductsOptions {
  /** (out, in) each, and from part `turned` on (in, out). */
  readonly weights: Six<Parameter>;
  readonly turned: number;
  /** The parts whose products become their tanh and their sigmoid. Their gradient is that of the products themselves. */
  readonly curved: number;
  readonly opened: number;
  /** The products, one behind the other. */
  readonly into: Slice;
}

/** x (…, 6K), which only this op reads: six parts, each with its own weight -> columns `into`. */
export function partProducts(tape: Tape, x: Var, options: PartProductsOptions): void {
  const { weights, turned, curved, opened, into } = options;
  const [rows, width] = rowsAndWidth(x);
  const K = width / 6;
  const [a, b, c, d, e, f] = weights;
  const count = ({ shape }: Parameter): number => sizeOf(shape) / K;
  const counts = { na: count(a), nb: count(b), nc: count(c), nd: count(d), ne: count(e), nf: count(f) };
  const sizes = { rows, K, ...counts, turned };
  const read = { a: a.data, b: b.data, c: c.data, d: d.data, e: e.data, f: f.data };
  tape.run(
    forward,
    { values: x.data, ...read, out: into.of.data },
    { ...sizes, stride: into.stride, y: into.offset, curved, opened },
    { out: region(into, into.width) },
  );
  const { grad: dout } = into.of;
  if (!dout) return;
  const pulled = { ...sizes, stride: into.gradient.stride, y: into.gradient.offset };
  if (x.grad) tape.pull(inputBackward, { dout, ...read, dvalues: x.grad }, pulled);
  const { splits, chunk } = matmulSplits(into.width, K, rows);
  const part = (weight: Parameter) => tape.partial(weight, splits);
  const summands = { da: part(a), db: part(b), dc: part(c), dd: part(d), de: part(e), df: part(f) };
  tape.pull(weightBackward, { values: x.data, dout, ...summands }, { ...pulled, chunk });
}
