import { at, loadSome, multiplyAdd, putSome, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** Rows of a copy of the weight's gradient come in multiples of this, as in gpu/kernels/pointwise/rms_norm.ts. */
const GROUP: u32 = 64;

/** 1 / √(mean of the squares of a row + eps) */
export function rowScale(x: usize, D: u32, eps: f32): f32 {
  let squares = f32x4.splat(0);
  for (let d: u32 = 0; d < D; d += 4) {
    const own = loadSome(at(x, d), D - d);
    squares = multiplyAdd(own, own, squares);
  }
  return 1 / sqrt<f32>(sumLanes(squares) / <f32>D + eps);
}

/** Writes a row x of D numbers, scaled and weighted, to y. */
export function normalise(x: usize, weight: usize, y: usize, D: u32, eps: f32): void {
  const scale = f32x4.splat(rowScale(x, D, eps));
  for (let d: u32 = 0; d < D; d += 4) {
    const own = f32x4.mul(f32x4.mul(loadSome(at(x, d), D - d), scale), loadSome(at(weight, d), D - d));
    storeSome(at(y, d), own, D - d);
  }
}

export function rms_norm(from: u32, to: u32, x: usize, weight: usize, y: usize, D: u32, eps: f32): void {
  for (let row = from; row < to; row++) normalise(at(x, row * D), weight, at(y, row * D), D, eps);
}

export function rms_norm_backward(
  from: u32,
  to: u32,
  x: usize,
  weight: usize,
  dy: usize,
  dx: usize,
  dweight: usize,
  rows: u32,
  D: u32,
  eps: f32,
  accumulate: u32,
): void {
  const span = rowsOfCopy(rows);
  for (let copy = from; copy < to; copy++) {
    const sums = at(dweight, copy * D);
    memory.fill(sums, 0, (<usize>D) << 2);
    for (let row = copy * span; row < min(rows, (copy + 1) * span); row++) {
      const own = at(x, row * D);
      const down = at(dy, row * D);
      const scale = rowScale(own, D, eps);
      let dots = f32x4.splat(0);
      for (let d: u32 = 0; d < D; d += 4) {
        const count = D - d;
        const pull = f32x4.mul(loadSome(at(down, d), count), loadSome(at(weight, d), count));
        dots = multiplyAdd(loadSome(at(own, d), count), pull, dots);
      }
      const pull = f32x4.splat((scale * scale * scale * sumLanes(dots)) / <f32>D);
      const scales = f32x4.splat(scale);
      for (let d: u32 = 0; d < D; d += 4) {
        const count = D - d;
        const value = loadSome(at(own, d), count);
        const scaled = f32x4.mul(loadSome(at(down, d), count), scales);
        const gradient = subtractProduct(value, pull, f32x4.mul(scaled, loadSome(at(weight, d), count)));
        putSome(at(dx, row * D + d), gradient, count, accumulate !== 0);
        putSome(at(sums, d), f32x4.mul(scaled, value), count, true);
      }
    }
  }
}

/** The same as in gpu/kernels/pointwise/rms_norm.ts. */
function rowsOfCopy(rows: u32): u32 {
  return GROUP * min<u32>(16, max<u32>(1, (rows + GROUP * 64 - 1) / (GROUP * 64)));
}

export function rms_norm_units(rows: u32): u32 {
  return rows;
}

export function rms_norm_backward_units(rows: u32): u32 {
  return (rows + rowsOfCopy(rows) - 1) / rowsOfCopy(rows);
}
