import {
  headLayerNormBackward as backward,
  headLayerNorm as forward,
} from '../../gpu/kernels/pointwise/head_layer_norm';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { rowsAndWidth } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

export interface HeadLayerNormOptions {
  /** (D): factors less 1. */
  readonly weight: Parameter;
  /** Columns of a head. */
  readonly n: number;
  readonly eps: number;
  /** (..., D): added to the result, which then shares its gradient (see Tape.residual). */
  readonly residual?: Var | undefined;
}

/** Layer norm of each head by itself (Ba et al. 2016), without a bias: x (..., D) -> (..., D). */
export function headLayerNorm(tape: Tape, x: Var, { weight, n, eps, residual }: HeadLayerNormOptions): Var {
  const [rows, D] = rowsAndWidth(x);
  const out = residual ? tape.residual('normed heads', residual) : tape.variable('normed heads', x.shape);
  const sizes = { rows, D, n, eps };
  const read = { x: x.data, weight: weight.data };
  tape.run(
    forward,
    { ...read, residual: residual?.data ?? tape.nothing, out: out.data },
    { ...sizes, has_residual: residual ? 1 : 0 },
  );
  if (!out.grad || !x.grad) return out;
  const segment = rowSegment(rows, backward, sizes);
  const dweight = tape.partial(weight, Math.ceil(rows / segment));
  tape.pull(backward, { ...read, dout: out.grad, dx: x.grad, dweight }, { ...sizes, segment });
  return out;
}
