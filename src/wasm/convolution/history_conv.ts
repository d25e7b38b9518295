import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';

/** A unit of both is a token. */
export function history_store(
  from: u32,
  to: u32,
  x: usize,
  cursor: usize,
  past: usize,
  L: u32,
  D: u32,
  orders: u32,
  order: u32,
  slots: u32,
): void {
  const first = <u32>max<i32>(load<i32>(cursor), 0);
  for (let row = from; row < to; row++) {
    const place = ((row / L) * orders + order) * slots + first + (row % L);
    memory.copy(at(past, place * D), at(x, row * D), (<usize>D) << 2);
  }
}

export function history_conv(
  from: u32,
  to: u32,
  past: usize,
  K: usize,
  cursor: usize,
  y: usize,
  L: u32,
  D: u32,
  orders: u32,
  order: u32,
  slots: u32,
): void {
  const first = <u32>max<i32>(load<i32>(cursor), 0);
  for (let row = from; row < to; row++) {
    const position = first + (row % L);
    const line = at(past, (((row / L) * orders + order) * slots + position) * D);
    for (let d: u32 = 0; d < D; d += 4) {
      let sum = f32x4.splat(0);
      let earlier = at(line, d);
      for (let lag: u32 = 0; lag <= position; lag++, earlier -= (<usize>D) << 2) {
        sum = multiplyAdd(loadSome(at(K, lag * D + d), D - d), loadSome(earlier, D - d), sum);
      }
      storeSome(at(y, row * D + d), sum, D - d);
    }
  }
}

export function history_store_units(B: u32, L: u32): u32 {
  return B * L;
}

export function history_conv_units(B: u32, L: u32): u32 {
  return B * L;
}
