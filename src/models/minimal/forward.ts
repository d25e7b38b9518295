import { linear } from '../../autodiff/ops/linear';
import { linearScan } from '../../autodiff/ops/linear_scan';
import { region, type Slice, slice, whole } from '../../autodiff/slice';
import type { Tape, Var } from '../../autodiff/tape';
import { minimalGatesBackward as backward, minimalGates as gates } from '../../gpu/kernels/recurrent/minimal_gates';
import type { Forward } from '../engine';
import type { MinimalConfig } from './description';

/** Columns of E in the rows of a token. */
interface Columns {
  readonly hidden: Slice;
  readonly gate: Slice;
  /** Absent: there is one gate. */
  readonly forget: Slice | undefined;
  readonly a: Slice;
  /** Written before h, in the same place. */
  readonly b: Slice;
}

/** Writes columns a and b from columns hidden, gate, and forget; see the kernel. */
function recordGates(tape: Tape, rows: Var, { hidden, gate, forget, a, b }: Columns, positive: boolean): void {
  const dims = {
    rows: hidden.rows,
    E: hidden.width,
    stride: hidden.stride,
    hidden: hidden.offset,
    gate: gate.offset,
    forget: forget?.offset ?? 0,
    positive: positive ? 1 : 0,
    paired: forget ? 1 : 0,
  };
  tape.run(gates, { values: rows.data }, { ...dims, a: a.offset, b: b.offset });
  if (!rows.grad) return;
  const places = {
    d_stride: hidden.gradient.stride,
    dhidden: hidden.gradient.offset,
    dgate: gate.gradient.offset,
    dforget: forget?.gradient.offset ?? 0,
    da: a.gradient.offset,
    db: b.gradient.offset,
  };
  const read = forget ? [hidden, gate, forget] : [hidden, gate];
  const written = read.map(({ gradient, width }) => region(gradient, width));
  tape.pull(backward, { values: rows.data, gradients: rows.grad }, { ...dims, ...places }, { gradients: written });
}

/** `forward` of a mixer whose first projection has this name. With two gates, the first is the forget gate. */
export function minimalForward(weight: string, gates: 1 | 2): Forward<MinimalConfig> {
  return ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
    const E = config.expand * D;
    const rows = tape.variable('hidden gates a h', [B, L, (3 + gates) * E]);
    const column = (index: number): Slice => slice(rows, index * E, E);
    const [a, h] = [column(1 + gates), column(2 + gates)];
    linear(tape, whole(x), parameter(weight), { into: slice(rows, 0, (1 + gates) * E) });
    const read = { hidden: column(0), gate: column(gates), forget: gates === 2 ? column(1) : undefined };
    recordGates(tape, rows, { ...read, a, b: h }, config.positive);
    linearScan(tape, { a, b: h, h, state: carry?.state('h') });
    return linear(tape, h, parameter('to_out.weight'), { residual });
  };
}
