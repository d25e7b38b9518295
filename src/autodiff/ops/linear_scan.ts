import { linearScanBackward as backward, linearScan as forward, GROUP } from '../../gpu/kernels/scan/linear_scan';
import { linearScanEnds as ends, linearScanStarts as fromEnds } from '../../gpu/kernels/scan/linear_scan_segments';
import { cutTime, type Segments } from '../../gpu/kernels/scan/segments';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Tape } from '../tape';
import { before } from './carried';

export interface LinearScanOptions {
  /** (B, L, H) */
  readonly a: Slice;
  /** (B, L, H), of the same rows as a. */
  readonly b: Slice;
  /** (B, L, H), of the same rows; may be b. */
  readonly h: Slice;
  /** (B, H): h before the first token; afterwards h after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
  /** By default as cutTime says. */
  readonly cut?: Segments | undefined;
}

/**
 * Writes h[t] = a[t] h[t-1] + b[t], each channel by itself. Backward overwrites the gradients of a and b, so it must be the
 * first to contribute to them: record it after all else that reads them.
 * A scan in several segments takes three passes each way: the effect of each segment on any h, the h at the start of each, and
 * all segments at once.
 */
export function linearScan(tape: Tape, { a, b, h, state, cut: given }: LinearScanOptions): void {
  const rows = rowsOf(a, b, h);
  const [B, L, stride] = dims(rows, 3);
  const H = h.width;
  const cut = given ?? cutTime(L, B * H, GROUP, 1);
  const { segments } = cut;
  const several = segments > 1;
  const perSegment = (label: string): Tensor => (several ? tape.tensor(label, [B, segments, H]) : tape.nothing);
  const [starts, totals] = [perSegment('starts'), perSegment('products of segments')];
  const sizes = { B, L, H, stride, a: a.offset, ...cut };
  const offsets = { b: b.offset, h: h.offset };
  const carry = state ? 1 : 0;
  const kept = before(tape, state);
  const directed = { ...sizes, b: b.offset, d_stride: h.gradient.stride, dh: h.gradient.offset };
  if (several) {
    const over = { rows: rows.data, drows: tape.nothing, ends: starts, totals };
    tape.run(ends, over, { ...directed, reverse: 0 });
    const initial = { totals, state: state ?? tape.nothing, ends: starts };
    tape.run(fromEnds, initial, { B, H, segments, carry, reverse: 0 });
  }
  tape.run(forward, { rows: rows.data, starts, state: state ?? tape.nowhere() }, { ...sizes, ...offsets, carry });

  const drows = rows.grad;
  if (!drows) return;
  const entering = perSegment('adjoint of segments');
  tape.pull(
    backward,
    { rows: rows.data, drows, before: kept, entering },
    { ...directed, h: h.offset, da: a.gradient.offset, db: b.gradient.offset, carry },
    // The gradient of b may take the place of h's: then there is nothing that it overwrites.
    { drows: [a, b].filter(of => of.gradient.offset !== h.gradient.offset).map(of => region(of.gradient, H)) },
  );
  if (!several) return;
  const initial = { totals, state: tape.nothing, ends: entering };
  tape.pull(fromEnds, initial, { B, H, segments, carry: 0, reverse: 1 });
  tape.pull(ends, { rows: rows.data, drows, ends: entering, totals }, { ...directed, reverse: 1 });
}
