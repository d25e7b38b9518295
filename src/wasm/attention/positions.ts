import { at, loadSome, putSome, storeSome } from '../shared/lanes';
import { cosineOf, sineOf, turnOf } from '../shared/turn';

/** A unit is a row. */
export function add_positions(
  from: u32,
  to: u32,
  x: usize,
  weight: usize,
  cursor: usize,
  y: usize,
  L: u32,
  D: u32,
  places: u32,
  from_cursor: u32,
): void {
  const first: u32 = from_cursor ? <u32>max<i32>(0, load<i32>(cursor)) : 0;
  for (let row = from; row < to; row++) {
    const place = min(places - 1, first + (row % L));
    for (let d: u32 = 0; d < D; d += 4) {
      const sum = f32x4.add(loadSome(at(x, row * D + d), D - d), loadSome(at(weight, place * D + d), D - d));
      storeSome(at(y, row * D + d), sum, D - d);
    }
  }
}

/** A unit is a place. */
export function add_positions_backward(from: u32, to: u32, dy: usize, dweight: usize, B: u32, L: u32, D: u32): void {
  for (let place = from; place < to; place++) {
    memory.fill(at(dweight, place * D), 0, (<usize>D) << 2);
    if (place >= L) continue;
    for (let b: u32 = 0; b < B; b++) {
      for (let d: u32 = 0; d < D; d += 4) {
        putSome(at(dweight, place * D + d), loadSome(at(dy, (b * L + place) * D + d), D - d), D - d, true);
      }
    }
  }
}

/** A unit is a row. */
export function add_waves(
  from: u32,
  to: u32,
  x: usize,
  frequencies: usize,
  cursor: usize,
  y: usize,
  L: u32,
  D: u32,
  from_cursor: u32,
): void {
  const first: u32 = from_cursor ? <u32>max<i32>(0, load<i32>(cursor)) : 0;
  for (let row = from; row < to; row++) addWave(at(x, row * D), frequencies, first + (row % L), D, at(y, row * D));
}

/** A vector of D numbers + the sines and cosines of a position. */
export function addWave(x: usize, frequencies: usize, position: u32, D: u32, y: usize): void {
  for (let i: u32 = 0; i < D; i++) {
    const turn = turnOf(frequencies, i >> 1, position);
    store<f32>(at(y, i), load<f32>(at(x, i)) + (i & 1 ? cosineOf(turn) : sineOf(turn)));
  }
}

export function add_positions_units(B: u32, L: u32): u32 {
  return B * L;
}

export function add_positions_backward_units(places: u32): u32 {
  return places;
}

export function add_waves_units(B: u32, L: u32): u32 {
  return B * L;
}
