import {
  selectiveScanBackward as backward,
  selectiveScan as forward,
  savedStatesShape,
  selectiveScanTiles as tiles,
} from '../../gpu/kernels/scan/selective_scan';
import {
  selectiveScanAdjointEnds as adjointEnds,
  backwardSegments,
  selectiveScanEnds as ends,
  selectiveScanStarts as fromEnds,
  type Segments,
  scanSegments,
} from '../../gpu/kernels/scan/selective_scan_segments';
import type { Tensor } from '../../gpu/tensor';
import { region, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface SelectiveScanOptions {
  /** B, then C: 2N columns of (B·L, …) */
  readonly BC: Slice;
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
  /** By default as scanSegments says. */
  readonly cut?: Segments | undefined;
}

/**
 * Within rows (B·L, 5E), gradient (B·L, 4E): writes columns y from columns z, u, delta, and Δ = softplus(delta) over delta; see models/mixers/mamba.ts.
 * Backward finds the gradient of y in the first E columns, and overwrites the gradients of z, u, delta, so it must be the first to contribute to them: record it last.
 * In several segments a scan takes three passes, each way: what a segment does to any state, from what state each starts, all of them at once.
 */
export function selectiveScan(tape: Tape, rows: Var, options: SelectiveScanOptions): void {
  const { BC, A_log, D, B, L, state } = options;
  const [E = 1, N = 1] = A_log.shape;
  const dims = { B, L, E, N, R: BC.offset, width: BC.stride, gated: options.gated ? 1 : 0 };
  const cut = options.cut ?? scanSegments(B, L, E);
  const { segments } = cut;
  const several = segments > 1;
  const save = tape.training ? 1 : 0;
  const carry = state && !tape.training ? 1 : 0;
  const states = tape.training
    ? tape.tensor('states', savedStatesShape(B, L, E, N))
    : (state ?? tape.tensor('state', [B, segments, E, N]));
  const starts = several ? tape.tensor('starts', [B, segments, E, N]) : tape.nothing;
  const totals = several ? tape.tensor('steps of segments', [B, segments, E]) : tape.nothing;
  const scanned = { rows: rows.data, xdbl: BC.of.data, A_log: A_log.data };
  const over = { A_log: A_log.data, totals };
  if (several) {
    tape.run(ends, { ...scanned, ends: starts, totals }, { ...dims, ...cut });
    const initial = carry ? states : tape.nothing;
    tape.run(fromEnds, { ...over, states: initial, ends: starts }, { B, E, N, segments, carry, reverse: 0 });
  }
  tape.run(forward, { ...scanned, D: D.data, states, starts }, { ...dims, ...cut, save, carry });

  const [drows, dxdbl] = [rows.grad, BC.of.grad];
  if (!drows || !dxdbl) return;
  const back = { ...dims, ...backwardSegments(B, L, E, cut) };
  const dA_log = tape.partial(A_log, B * back.segments);
  const dD = tape.partial(D, B * back.segments);
  tape.pull(tiles, { states, dxdbl }, dims, { dxdbl: region(BC, 2 * N) });
  tape.pull(backward, { ...scanned, D: D.data, drows, states, dA_log, dD }, back);
  if (back.segments === 1) return;
  // What enters each segment from behind waits where its gradient of A_log will be.
  tape.pull(fromEnds, { ...over, states: tape.nothing, ends: dA_log }, { B, E, N, segments, carry: 0, reverse: 1 });
  tape.pull(adjointEnds, { ...scanned, drows, ends: dA_log }, back);
}
