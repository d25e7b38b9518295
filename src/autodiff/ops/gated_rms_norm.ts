import {
  gatedRmsNormBackward as backward,
  gatedRmsNorm as forward,
  gatedRmsNormParameters as ofParameters,
} from '../../gpu/kernels/scan/gated_rms_norm';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface GatedRmsNormOptions {
  /** (B, L, E) */
  readonly y: Var;
  /** (B, L, E) */
  readonly x: Slice;
  /** (B, L, E), of the rows that x is of. */
  readonly z: Slice;
  /** Groups of columns, each with a mean square of its own. */
  readonly G: number;
  /** (H): one for E / H columns of x. */
  readonly skip: Parameter;
  /** (E) */
  readonly weight: Parameter;
  readonly eps: number;
}

/**
 * v = (y + skip x) silu(z), divided by its root mean square over each group, times weight: (B, L, E). Backward overwrites the gradients
 * of y, x, and z, so it must be the first to contribute to them: record it after all else that reads them.
 */
export function gatedRmsNorm(tape: Tape, { y, x, z, G, skip, weight, eps }: GatedRmsNormOptions): Var {
  const rows = rowsOf(x, z);
  const [B, L, E] = dims(y, 3);
  const [H] = dims(skip, 1);
  const out = tape.variable('gated norm', [B, L, E]);
  const scale = tape.tensor('1 / rms', [B, L, G]);
  const sizes = { rows: B * L, E, H, G, stride: x.stride, x: x.offset, z: z.offset };
  const read = { y: y.data, values: rows.data, skip: skip.data };
  tape.run(forward, { ...read, weight: weight.data, out: out.data, scale }, { ...sizes, eps });
  if (!out.grad || !y.grad || !rows.grad) return out;
  const segment = rowSegment(B * L, ofParameters, sizes);
  const copies = Math.ceil((B * L) / segment);
  const given = { ...read, scale, dout: out.grad };
  tape.pull(
    ofParameters,
    { ...given, dy: y.grad, dskip: tape.partial(skip, copies), dweight: tape.partial(weight, copies) },
    { ...sizes, segment },
  );
  tape.pull(
    backward,
    { ...given, weight: weight.data, dy: y.grad, dvalues: rows.grad },
    { ...sizes, d_stride: x.gradient.stride, dx: x.gradient.offset, dz: z.gradient.offset },
    { dvalues: [x, z].map(({ gradient, width }) => region(gradient, width)) },
  );
  return out;
}
