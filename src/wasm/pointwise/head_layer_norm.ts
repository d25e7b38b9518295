import { at, loadSome, multiplyAdd, putSome, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

export function meanOf(x: usize, n: u32): f32 {
  let sum = f32x4.splat(0);
  for (let i: u32 = 0; i < n; i += 4) sum = f32x4.add(sum, loadSome(at(x, i), n - i));
  return sumLanes(sum) / <f32>n;
}

/** 1 / the deviation. Lanes beyond the last of n numbers would count (0 - mean)². */
export function scaleOf(x: usize, n: u32, mean: f32, eps: f32): f32 {
  let squares: f32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const away = load<f32>(at(x, i)) - mean;
    squares += away * away;
  }
  return <f32>1 / sqrt<f32>(squares / <f32>n + eps);
}

/** A unit is a row. */
export function head_layer_norm(
  from: u32,
  to: u32,
  x: usize,
  weight: usize,
  residual: usize,
  out: usize,
  D: u32,
  n: u32,
  eps: f32,
  has_residual: u32,
): void {
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let column: u32 = 0; column < D; column += n) {
      const own = at(x, row * D + column);
      const mean = meanOf(own, n);
      const scale = f32x4.splat(scaleOf(own, n, mean, eps));
      for (let i: u32 = 0; i < n; i += 4) {
        const normed = f32x4.mul(f32x4.sub(loadSome(at(own, i), n - i), f32x4.splat(mean)), scale);
        const factor = f32x4.add(one, loadSome(at(weight, column + i), n - i));
        const place = row * D + column + i;
        const before = has_residual ? loadSome(at(residual, place), n - i) : f32x4.splat(0);
        storeSome(at(out, place), multiplyAdd(normed, factor, before), n - i);
      }
    }
  }
}

/** A unit is a copy of the gradient of weight, of a segment of rows. */
export function head_layer_norm_backward(
  from: u32,
  to: u32,
  x: usize,
  weight: usize,
  dout: usize,
  dx: usize,
  dweight: usize,
  rows: u32,
  D: u32,
  n: u32,
  eps: f32,
  segment: u32,
  accumulate: u32,
): void {
  const one = f32x4.splat(1);
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dweight, copy * D), 0, (<usize>D) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      for (let column: u32 = 0; column < D; column += n) {
        const own = at(x, row * D + column);
        const pulls = at(dout, row * D + column);
        const mean = meanOf(own, n);
        const scale = f32x4.splat(scaleOf(own, n, mean, eps));
        let sum = f32x4.splat(0);
        let along = f32x4.splat(0);
        for (let i: u32 = 0; i < n; i += 4) {
          const normed = f32x4.mul(f32x4.sub(loadSome(at(own, i), n - i), f32x4.splat(mean)), scale);
          const pull = loadSome(at(pulls, i), n - i);
          const weighed = f32x4.mul(pull, f32x4.add(one, loadSome(at(weight, column + i), n - i)));
          sum = f32x4.add(sum, weighed);
          along = multiplyAdd(weighed, normed, along);
          const place = at(dweight, copy * D + column + i);
          storeSome(place, multiplyAdd(pull, normed, loadSome(place, n - i)), n - i);
        }
        const part = f32x4.splat(sumLanes(sum) / <f32>n);
        const share = f32x4.splat(sumLanes(along) / <f32>n);
        for (let i: u32 = 0; i < n; i += 4) {
          const normed = f32x4.mul(f32x4.sub(loadSome(at(own, i), n - i), f32x4.splat(mean)), scale);
          const factor = f32x4.add(one, loadSome(at(weight, column + i), n - i));
          const weighed = f32x4.mul(loadSome(at(pulls, i), n - i), factor);
          const gradient = f32x4.mul(scale, subtractProduct(normed, share, f32x4.sub(weighed, part)));
          putSome(at(dx, row * D + column + i), gradient, n - i, accumulate !== 0);
        }
      }
    }
  }
}

export function head_layer_norm_units(rows: u32): u32 {
  return rows;
}

export function head_layer_norm_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
