import { dots } from '../matmul/dots';
import { at, multiplyAdd } from '../shared/lanes';

/** Sequences that go through time together. */
export const SEQUENCES: u32 = 4;

/** The address of the weight from unit k to a gate of a unit, in (gates·H, H) or in the forward (H, H, 4) of recurrent_pack. */
function weightAt(weight: usize, packed: bool, gate: u32, unit: u32, k: u32, H: u32): usize {
  return at(weight, packed ? (k * H + unit) * 4 + gate : (gate * H + unit) * H + k);
}

/** Copies W_hh to panels (gates·H / 8 rounded up, H, 8). The forward pass multiplies h by them. */
export function packForward(weight: usize, packed: bool, gates: u32, H: u32, panels: usize): void {
  const columns = gates * H;
  for (let n: u32 = 0; n < ((columns + 7) & ~7); n++) {
    let to = at(panels, (n >> 3) * 8 * H + (n & 7));
    for (let k: u32 = 0; k < H; k++, to += 32) {
      store<f32>(to, n < columns ? load<f32>(weightAt(weight, packed, n / H, n % H, k, H)) : 0);
    }
  }
}

/** Copies the backward (H, H, 4) of recurrent_pack to panels (H / 8 rounded up, gates·H, 8). Backward multiplies gradients by them. */
export function packBackward(weight: usize, gates: u32, H: u32, panels: usize): void {
  for (let n: u32 = 0; n < ((H + 7) & ~7); n++) {
    let to = at(panels, (n >> 3) * 8 * gates * H + (n & 7));
    for (let row: u32 = 0; row < gates * H; row++, to += 32) {
      store<f32>(to, n < H ? load<f32>(at(weight, ((row % H) * H + n) * 4 + row / H)) : 0);
    }
  }
}

/**
 * Multiplies `count` rows of `inner` numbers, at most 4, `row` bytes apart, by panels (columns / 8 rounded up, inner, 8) -> sums (4, room).
 * It writes whole panels.
 */
export function products(
  rows: usize,
  row: usize,
  count: u32,
  panels: usize,
  inner: u32,
  columns: u32,
  sums: usize,
  room: u32,
): void {
  const line = (<usize>room) << 2;
  for (let n: u32 = 0; n < columns; n += 8, panels += (<usize>inner) << 5, sums += 32) {
    if (count === 1) one(rows, panels, inner, sums);
    else four(rows, row, count, panels, inner, sums, line);
  }
}

/** The same from W_hh (columns, inner) without panels. For a single token, packing takes longer than the product. */
export function productsOfRows(
  rows: usize,
  row: usize,
  count: u32,
  weight: usize,
  inner: u32,
  columns: u32,
  sums: usize,
  room: u32,
): void {
  for (let r: u32 = 0; r < count; r++) dots(rows + row * r, weight, inner, columns, at(sums, r * room));
}

/** Multiplies one row. One chain of sums would wait for itself, so there are four. */
function one(x: usize, panel: usize, inner: u32, sums: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let k: u32 = 0;
  for (; k + 2 <= inner; k += 2, panel += 64) {
    const left = v128.load32_splat(at(x, k));
    const right = v128.load32_splat(at(x, k), 4);
    a0 = multiplyAdd(left, v128.load(panel), a0);
    a1 = multiplyAdd(left, v128.load(panel, 16), a1);
    b0 = multiplyAdd(right, v128.load(panel, 32), b0);
    b1 = multiplyAdd(right, v128.load(panel, 48), b1);
  }
  if (k < inner) {
    const left = v128.load32_splat(at(x, k));
    a0 = multiplyAdd(left, v128.load(panel), a0);
    a1 = multiplyAdd(left, v128.load(panel, 16), a1);
  }
  v128.store(sums, f32x4.add(a0, b0));
  v128.store(sums, f32x4.add(a1, b1), 16);
}

function four(x: usize, row: usize, count: u32, panel: usize, inner: u32, sums: usize, line: usize): void {
  const last = <usize>(count - 1);
  const r1 = row * min<usize>(1, last);
  const r2 = row * min<usize>(2, last);
  const r3 = row * min<usize>(3, last);
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (const end = x + ((<usize>inner) << 2); x < end; x += 4, panel += 32) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let own = v128.load32_splat(x);
    s00 = multiplyAdd(own, w0, s00);
    s01 = multiplyAdd(own, w1, s01);
    own = v128.load32_splat(x + r1);
    s10 = multiplyAdd(own, w0, s10);
    s11 = multiplyAdd(own, w1, s11);
    own = v128.load32_splat(x + r2);
    s20 = multiplyAdd(own, w0, s20);
    s21 = multiplyAdd(own, w1, s21);
    own = v128.load32_splat(x + r3);
    s30 = multiplyAdd(own, w0, s30);
    s31 = multiplyAdd(own, w1, s31);
  }
  v128.store(sums, s00);
  v128.store(sums, s01, 16);
  v128.store(sums + line, s10);
  v128.store(sums + line, s11, 16);
  v128.store(sums + 2 * line, s20);
  v128.store(sums + 2 * line, s21, 16);
  v128.store(sums + 3 * line, s30);
  v128.store(sums + 3 * line, s31, 16);
}
