import { at } from '../shared/lanes';
import { NOT_FIRST } from './cell';
import { packBackward, packForward, products, productsOfRows, SEQUENCES } from './product';

// The loops over time that LSTM, GRU, and RNN share, compiled once for each cell. A unit of their kernels is up to four sequences.

/** Bytes of scratch for the fields of a cell; its panels follow. */
const FIELDS: u32 = 64;

/**
 * Calls `cell.step(place, sums, hidden)` for each token of each sequence. `place` is that of the token's first unit in (B, L, H). `sums`
 * is the address of W_hh h, (gates·H). `hidden` is the address of h before the token, (H), which the cell replaces; its c, if it has
 * one, lies SEQUENCES·H numbers behind. `state_c` is 0 for a cell without c.
 */
export function runSequence<C>(
  cell: C,
  gates: u32,
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  state_h: usize,
  state_c: usize,
  B: u32,
  L: u32,
  H: u32,
  carried: u32,
  packed: u32,
): void {
  const room = roomFor(gates * H);
  const panels = scratch + FIELDS;
  const sums = at(panels, room * H);
  const hidden = at(sums, SEQUENCES * room);
  const cells = at(hidden, SEQUENCES * H);
  const row = (<usize>H) << 2;
  const single = L === 1 && packed === 0;
  if (!single) packForward(weight_hh, packed !== 0, gates, H, panels);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    begin(hidden, carried, state_h, first, count, H);
    if (state_c) begin(cells, carried, state_c, first, count, H);
    for (let t: u32 = 0; t < L; t++) {
      if (single) productsOfRows(hidden, row, count, weight_hh, H, gates * H, sums, room);
      else products(hidden, row, count, panels, H, gates * H, sums, room);
      for (let s: u32 = 0; s < count; s++) cell.step(((first + s) * L + t) * H, at(sums, s * room), at(hidden, s * H));
    }
    if (!carried) continue;
    leave(hidden, state_h, first, count, H);
    if (state_c) leave(cells, state_c, first, count, H);
  }
}

/**
 * Calls `cell.pull(place, start, dhidden)` for each token of each sequence, from the last to the first. `place` is that of the token's
 * first unit in (B, L, H), and `start` that of the state before the first token in (B, H); it is NOT_FIRST at other tokens. `dhidden` is
 * the address of the gradient of h that comes from later tokens, (H). A cell that hands on a second gradient keeps it SEQUENCES·room
 * numbers behind, where `roomFor(H)` is the room. `pulled` (B, L, gates·H) is where the cell writes the gradient of W_hh h + b_hh.
 */
export function pullSequence<C>(
  cell: C,
  gates: u32,
  gradients: u32,
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  pulled: usize,
  B: u32,
  L: u32,
  H: u32,
  segment: u32,
): void {
  const room = roomFor(H);
  const panels = scratch + FIELDS;
  const dhidden = at(panels, gates * H * room);
  const width = gates * H;
  packBackward(weight_hh, gates, H, panels);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    clear(dhidden, gradients, room);
    for (let t = L; t-- > 0; ) {
      for (let s: u32 = 0; s < count; s++) {
        const start = t === 0 ? (first + s) * H : NOT_FIRST;
        cell.pull(((first + s) * L + t) * H, start, at(dhidden, s * room));
      }
      if (t % segment === 0) {
        clear(dhidden, gradients, room);
      } else {
        const rows = at(pulled, (first * L + t) * width);
        products(rows, (<usize>(L * width)) << 2, count, panels, width, H, dhidden, room);
      }
    }
  }
}

/** Numbers of a row of sums for so many columns: whole panels of eight. */
export function roomFor(columns: u32): u32 {
  return (columns + 7) & ~7;
}

/** Units of a kernel: up to four sequences each. */
export function unitsOf(B: u32): u32 {
  return (B + SEQUENCES - 1) / SEQUENCES;
}

/** Bytes of scratch of `runSequence`: fields, panels, sums, and the carried state of `states` tensors. */
export function forwardBytes(gates: u32, states: u32, H: u32): u32 {
  const room = roomFor(gates * H);
  return FIELDS + 4 * (room * H + SEQUENCES * (room + states * H));
}

/** Bytes of scratch of `pullSequence`: fields, panels, and so many gradients that go to the token before. */
export function backwardBytes(gates: u32, gradients: u32, H: u32): u32 {
  return FIELDS + 4 * roomFor(H) * (gates * H + gradients * SEQUENCES);
}

/** Gives `count` sequences from `first` on the carried state, or zeros. */
function begin(own: usize, carried: u32, state: usize, first: u32, count: u32, H: u32): void {
  const bytes = (<usize>(count * H)) << 2;
  if (carried) memory.copy(own, at(state, first * H), bytes);
  else memory.fill(own, 0, bytes);
}

function leave(own: usize, state: usize, first: u32, count: u32, H: u32): void {
  memory.copy(at(state, first * H), own, (<usize>(count * H)) << 2);
}

function clear(dhidden: usize, gradients: u32, room: u32): void {
  memory.fill(dhidden, 0, (<usize>(gradients * SEQUENCES * room)) << 2);
}
