import { headNormBackward as backward, headNorm as forward } from '../../gpu/kernels/scan/head_norm';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface HeadNormOptions {
  readonly H: number;
  /** (V), shared by the heads. */
  readonly weight: Parameter;
  /** (B, L, H V): the result is multiplied by silu(z). */
  readonly z?: Slice | undefined;
  readonly eps: number;
}

/**
 * y (B, L, H V), each head divided by its root mean square, times weight, times silu(z) if there is one. Backward overwrites the
 * gradients of y and z, so it must be the first to contribute to them.
 */
export function headNorm(tape: Tape, y: Var, { H, weight, z, eps }: HeadNormOptions): Var {
  const [B, L] = dims(y, 3);
  const [V] = dims(weight, 1);
  const out = tape.variable('norm of heads', y.shape);
  const sizes = { rows: B * L, H, V, stride: z?.stride ?? 0, z: z?.offset ?? 0, gated: z ? 1 : 0, eps };
  const read = { y: y.data, values: z?.of.data ?? tape.nothing, weight: weight.data };
  tape.run(forward, { ...read, out: out.data }, sizes);
  if (!out.grad || !y.grad) return out;
  const segment = rowSegment(B * L, backward, sizes);
  const dweight = tape.partial(weight, Math.ceil((B * L) / segment) * H);
  tape.pull(
    backward,
    { ...read, dout: out.grad, dy: y.grad, dvalues: z?.of.grad ?? tape.nowhere(), dweight },
    { ...sizes, d_stride: z?.gradient.stride ?? 0, dz: z?.gradient.offset ?? 0, segment },
    z ? { dvalues: region(z.gradient, z.width) } : {},
  );
  return out;
}
