import type { Segments } from '../../gpu/kernels/scan/segments';
import {
  selectiveScanBackward as backward,
  selectiveScan as forward,
  selectiveScanTiles as tiles,
} from '../../gpu/kernels/scan/selective_scan';
import { savedStatesShape } from '../../gpu/kernels/scan/selective_scan_layout';
import {
  selectiveScanAdjointEnds as adjointEnds,
  backwardSegments,
  selectiveScanEnds as ends,
  selectiveScanStarts as fromEnds,
  scanSegments,
} from '../../gpu/kernels/scan/selective_scan_segments';
import type { Tensor } from '../../gpu/tensor';
import { dims as extents } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';

export interface SelectiveScanOptions {
  /** (B, L, E) */
  readonly u: Slice;
  /** (B, L, E), of the same rows as u: the step size before its softplus. Δ = softplus(delta) replaces it. */
  readonly delta: Slice;
  /** (B, L, E), of the same rows: y is multiplied by silu(z). Absent: it is not. */
  readonly z?: Slice | undefined;
  /** (B, L, E), of the same rows. */
  readonly y: Slice;
  /** (B, L, 2N), of other rows: B, then C. */
  readonly BC: Slice;
  /** (E, N) */
  readonly A_log: Parameter;
  /** (E) */
  readonly D: Parameter;
  /** (B, E, N): h before the first token; afterwards h after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
  /** By default as scanSegments says. */
  readonly cut?: Segments | undefined;
}

/**
 * Writes y from u, delta, z, B, C. Backward overwrites the gradients of u, delta, z, B, C, so it must be the first to
 * contribute to them: record it after all else that reads them.
 * A scan in several segments takes three passes each way: the effect of each segment on any state, the state at the start of
 * each, and all segments at once.
 */
export function selectiveScan(tape: Tape, options: SelectiveScanOptions): void {
  const { u, delta, z, y, BC, A_log, D, state } = options;
  const rows = rowsOf(u, delta, y, ...(z ? [z] : []));
  const [B, L, stride] = extents(rows, 3);
  const [E, N] = extents(A_log, 2);
  const sizes = { B, L, E, N };
  const dims = {
    ...sizes,
    stride,
    u: u.offset,
    delta: delta.offset,
    BC: BC.offset,
    BC_stride: BC.stride,
    z: z?.offset ?? 0,
    y: y.offset,
    gated: z ? 1 : 0,
  };
  const cut = options.cut ?? scanSegments(B, L, E);
  const { segments } = cut;
  const several = segments > 1;
  const save = tape.training ? 1 : 0;
  const carry = state ? 1 : 0;
  const carried = state ?? tape.nowhere();
  const states = tape.tensor('states', tape.training ? savedStatesShape(B, L, E, N) : [B, segments, E, N]);
  const starts = several ? tape.tensor('starts', [B, segments, E, N]) : tape.nothing;
  const totals = several ? tape.tensor('steps of segments', [B, segments, E]) : tape.nothing;
  const scanned = { rows: rows.data, xdbl: BC.of.data, A_log: A_log.data };
  const over = { A_log: A_log.data, totals };
  if (several) {
    tape.run(ends, { ...scanned, ends: starts, totals }, { ...dims, ...cut });
    tape.run(fromEnds, { ...over, carried, ends: starts }, { B, E, N, segments, carry, reverse: 0 });
  }
  tape.run(forward, { ...scanned, D: D.data, states, starts, carried }, { ...dims, ...cut, save, carry });

  const [drows, dxdbl] = [rows.grad, BC.of.grad];
  if (!drows || !dxdbl) return;
  const back = {
    ...dims,
    ...backwardSegments(B, L, E, cut),
    d_stride: y.gradient.stride,
    dy: y.gradient.offset,
    du: u.gradient.offset,
    ddelta: delta.gradient.offset,
    dz: z?.gradient.offset ?? 0,
  };
  const written = [u, delta, ...(z ? [z] : [])].map(({ gradient }) => region(gradient, E));
  const dA_log = tape.partial(A_log, B * back.segments);
  const dD = tape.partial(D, B * back.segments);
  const to = { BC: BC.gradient.offset, BC_stride: BC.gradient.stride };
  tape.pull(tiles, { states, dxdbl }, { ...sizes, ...to }, { dxdbl: region(BC.gradient, 2 * N) });
  tape.pull(backward, { ...scanned, D: D.data, drows, states, dA_log, dD }, back, { drows: written });
  if (back.segments === 1) return;
  // The adjoint that enters each segment from its end waits where the segment's gradient of A_log will be.
  const last = { ...over, carried: tape.nothing, ends: dA_log };
  tape.pull(fromEnds, last, { B, E, N, segments, carry: 0, reverse: 1 });
  tape.pull(adjointEnds, { ...scanned, drows, ends: dA_log }, back);
}
