import { linear } from '../../../autodiff/ops/linear';
import { linearScan } from '../../../autodiff/ops/linear_scan';
import { region, type Slice, slice, whole } from '../../../autodiff/slice';
import type { Tape, Var } from '../../../autodiff/tape';
import { minGruGatesBackward as backward, minGruGates as gates } from '../../../gpu/kernels/recurrent/min_gru_gates';
import type { Forward } from '../../engine';
import type { MinGruConfig } from './description';

/** Columns of E in the rows of a token. */
interface Columns {
  readonly hidden: Slice;
  readonly gate: Slice;
  readonly a: Slice;
  /** Written before h, in the same place. */
  readonly b: Slice;
}

/** Writes columns a and b from columns hidden and gate; see the kernel. */
function recordGates(tape: Tape, rows: Var, { hidden, gate, a, b }: Columns, positive: boolean): void {
  const dims = {
    rows: hidden.rows,
    E: hidden.width,
    stride: hidden.stride,
    hidden: hidden.offset,
    gate: gate.offset,
    positive: positive ? 1 : 0,
  };
  tape.run(gates, { values: rows.data }, { ...dims, a: a.offset, b: b.offset });
  if (!rows.grad) return;
  const places = {
    d_stride: hidden.gradient.stride,
    dhidden: hidden.gradient.offset,
    dgate: gate.gradient.offset,
    da: a.gradient.offset,
    db: b.gradient.offset,
  };
  const written = [hidden, gate].map(({ gradient, width }) => region(gradient, width));
  tape.pull(backward, { values: rows.data, gradients: rows.grad }, { ...dims, ...places }, { gradients: written });
}

export const forward: Forward<MinGruConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const E = config.expand * D;
  const rows = tape.variable('hidden gate a h', [B, L, 4 * E]);
  const [hidden, gate, a, h] = [slice(rows, 0, E), slice(rows, E, E), slice(rows, 2 * E, E), slice(rows, 3 * E, E)];
  linear(tape, whole(x), parameter('to_hidden_and_gate.weight'), { into: slice(rows, 0, 2 * E) });
  recordGates(tape, rows, { hidden, gate, a, b: h }, config.positive);
  linearScan(tape, { a, b: h, h, state: carry?.state('h') });
  return linear(tape, h, parameter('to_out.weight'), { residual });
};
