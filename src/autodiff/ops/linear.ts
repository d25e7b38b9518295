import { matmulNn, matmulNt, matmulSplits, matmulTn } from '../../gpu/kernels/matmul/matmul';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { region, type Slice, whole } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface LinearOptions {
  readonly bias?: Parameter | undefined;
  /** (rows, N): added to the result, which then shares its gradient (see Tape.residual). */
  readonly residual?: Var | undefined;
  /** Columns of a wider Var to write to; a new Var of rows of N otherwise. */
  readonly into?: Slice | undefined;
  /** Where the summands of the weight's gradient go, if the weight is no parameter: (splits, N, K), by `matmulSplits`. */
  readonly dweight?: Tensor | undefined;
}

/** x (rows, K), weight (N, K) -> x weightᵀ (+ bias) (+ residual): (..., N) */
export function linear(tape: Tape, x: Slice, weight: Parameter, options: LinearOptions = {}): Var {
  const { bias, residual, dweight } = options;
  const [N = 0] = weight.shape;
  const K = sizeOf(weight.shape) / N;
  if (K !== x.width) throw new RangeError(`${weight.name} takes rows of ${K}, not of ${x.width}`);
  const rows = x.rows;
  const shape = [...x.of.shape.slice(0, -1), N];
  const y =
    options.into ?? whole(residual ? tape.residual(weight.name, residual) : tape.variable(`${weight.name} out`, shape));
  tape.run(
    matmulNt,
    {
      a: x.of.data,
      b: weight.data,
      bias: bias?.data ?? tape.nothing,
      residual: residual?.data ?? tape.nothing,
      c: y.of.data,
    },
    {
      rows,
      columns: N,
      inner: K,
      a_stride: x.stride,
      a_offset: x.offset,
      c_stride: y.stride,
      c_offset: y.offset,
      has_bias: bias ? 1 : 0,
      has_residual: residual ? 1 : 0,
    },
    { c: region(y, y.width) },
  );
  if (y.of.grad) {
    if (x.of.grad) {
      tape.pull(
        matmulNn,
        { a: y.of.grad, b: weight.data, c: x.of.grad },
        {
          rows,
          columns: K,
          inner: N,
          a_stride: y.gradient.stride,
          a_offset: y.gradient.offset,
          c_stride: x.gradient.stride,
          c_offset: x.gradient.offset,
        },
        { c: region(x.gradient, x.width) },
      );
    }
    pullWeight(tape, { ...y, ...y.gradient, of: y.of.grad }, { ...x, of: x.of.data }, weight, bias, dweight);
  }
  return y.of;
}

/** Columns of a tensor that is no Var. */
export interface Columns extends Omit<Slice, 'of' | 'gradient'> {
  readonly of: Tensor;
}

/**
 * Records the gradients of weight (N, K) and bias (N) from dy, N columns of each row, and x, K columns of as many rows. `dweight` as
 * in LinearOptions.
 */
export function pullWeight(
  tape: Tape,
  dy: Columns,
  x: Columns,
  weight: Parameter,
  bias?: Parameter,
  dweight?: Tensor,
): void {
  const { splits, chunk } = matmulSplits(dy.width, x.width, x.rows);
  tape.pull(
    matmulTn,
    {
      a: dy.of,
      b: x.of,
      c: dweight ?? tape.partial(weight, splits),
      bias: bias ? tape.partial(bias, splits) : tape.nowhere(),
    },
    {
      rows: dy.width,
      columns: x.width,
      inner: x.rows,
      a_stride: dy.stride,
      a_offset: dy.offset,
      b_stride: x.stride,
      b_offset: x.offset,
      chunk,
      has_bias: bias ? 1 : 0,
    },
  );
}
