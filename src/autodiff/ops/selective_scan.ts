import {
  selectiveScanBackward as backward,
  selectiveScan as forward,
  savedStatesShape,
  selectiveScanTiles as tiles,
} from '../../gpu/kernels/selective_scan';
import type { Tensor } from '../../gpu/tensor';
import type { Parameter, Tape, Var } from '../tape';

export interface SelectiveScanOptions {
  /** (B·L, R+2N): R columns that the scan leaves alone, then B, then C */
  readonly xdbl: Var;
  /** (E, N) */
  readonly A_log: Parameter;
  /** (E) */
  readonly D: Parameter;
  /** Times silu(z); otherwise column z is left alone, as is its gradient. */
  readonly gated: boolean;
  readonly B: number;
  readonly L: number;
  /** (B, E, N): h before the first token; in the end, after the last. */
  readonly state?: Tensor | undefined;
}

/**
 * Within rows (B·L, 5E), gradient (B·L, 4E): writes columns y from columns z, u, delta, and Δ = softplus(delta) over delta; see models/mixers/mamba.ts.
 * Backward finds the gradient of y in the first E columns, and overwrites the gradients of z, u, delta, so it must be the first to contribute to them: record it last.
 */
export function selectiveScan(tape: Tape, rows: Var, options: SelectiveScanOptions): void {
  const { xdbl, A_log, D, B, L, state } = options;
  const [E = 1, N = 1] = A_log.shape;
  const R = (xdbl.shape.at(-1) ?? 0) - 2 * N;
  const dims = { B, L, E, N, R, gated: options.gated ? 1 : 0 };
  const inputs = { xdbl: xdbl.data, A_log: A_log.data, D: D.data };
  const states = tape.training ? tape.tensor('states', savedStatesShape(B, L, E, N)) : (state ?? tape.nowhere());
  tape.run(
    forward,
    { rows: rows.data, ...inputs, states },
    { ...dims, save: tape.training ? 1 : 0, carry: state && !tape.training ? 1 : 0 },
  );
  if (rows.grad && xdbl.grad) {
    const columns = `${R}:${2 * N}`;
    tape.pull(tiles, { states, dxdbl: xdbl.grad }, dims, { dxdbl: R > 0 ? columns : '' });
    tape.pull(
      backward,
      {
        rows: rows.data,
        ...inputs,
        drows: rows.grad,
        states,
        dA_log: tape.partial(A_log, B),
        dD: tape.partial(D, B),
      },
      dims,
    );
  }
}
