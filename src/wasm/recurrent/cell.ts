import { at, loadSome, storeSome } from '../shared/lanes';

// What the cells of LSTM, GRU, and RNN have in common. Each is a class of its own file, and its fields lie in scratch.

/** In place of where the state before a first token lies. */
export const NOT_FIRST: u32 = 0xffffffff;

/** A cell on the way forward. It adds `step(place, sums, hidden)`, which `runSequence` calls. */
@unmanaged
export class ForwardCell {
  bias_hh: usize;
  /** 0 if there is none. */
  residual: usize;
  gates: usize;
  y: usize;
  H: u32;

  begin(bias_hh: usize, has_residual: u32, residual: usize, gates: usize, y: usize, H: u32): void {
    this.bias_hh = bias_hh;
    this.residual = has_residual ? residual : 0;
    this.gates = gates;
    this.y = y;
    this.H = H;
  }

  /** Writes h of up to four units: to the state, and with the residual to y. `place` is that of the first in (B, L, H). */
  end(h: v128, to: usize, place: u32, count: u32): void {
    storeSome(to, h, count);
    const residual = this.residual;
    storeSome(at(this.y, place), residual ? f32x4.add(h, loadSome(at(residual, place), count)) : h, count);
  }
}

/** A cell on the way back. It adds `pull(place, start, dhidden)`, which `pullSequence` calls. */
@unmanaged
export class BackwardCell {
  dy: usize;
  gates: usize;
  start_h: usize;
  H: u32;
  carried: u32;

  begin(dy: usize, gates: usize, start_h: usize, H: u32, carried: u32): void {
    this.dy = dy;
    this.gates = gates;
    this.start_h = start_h;
    this.H = H;
    this.carried = carried;
  }

  /** The address of h before a token, (H): `earlier`, or before the first token what was carried, or 0 for zeros. */
  rowBefore(earlier: usize, start: u32): usize {
    if (start === NOT_FIRST) return earlier;
    return this.carried ? at(this.start_h, start) : 0;
  }
}

/** Up to four numbers of a row, or zeros if the address of the row is 0. */
export function loadFrom(row: usize, index: u32, count: u32): v128 {
  return row ? loadSome(at(row, index), count) : f32x4.splat(0);
}
