import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';

/** The same as in gpu/kernels/training/adamw.ts. */
const TILE_FIELDS: u32 = 5;
const SOURCE_FIELDS: u32 = 3;
const CLIP_EPS: f32 = 1e-6;

export function gradient_sum(
  from: u32,
  to: u32,
  tiles: usize,
  sources: usize,
  partials: usize,
  gradients: usize,
  squares: usize,
  first: u32,
): void {
  for (let unit = first + from; unit < first + to; unit++) {
    const tile = at(tiles, unit * TILE_FIELDS);
    const start = load<u32>(tile);
    const size = load<u32>(tile, 4);
    const source = load<u32>(tile, 12);
    const many = load<u32>(tile, 16);
    let square = f32x4.splat(0);
    for (let i: u32 = 0; i < size; i += 4) {
      const count = size - i;
      let sum = f32x4.splat(0);
      for (let s = source; s < source + many; s++) {
        const own = at(sources, s * SOURCE_FIELDS);
        // The base may be negative: u32 arithmetic wraps around, and the sum is a place again.
        let place = load<u32>(own) + start + i;
        const stride = load<u32>(own, 4);
        for (let copies = load<u32>(own, 8); copies > 0; copies--, place += stride) {
          sum = f32x4.add(sum, loadSome(at(partials, place), count));
        }
      }
      storeSome(at(gradients, start + i), sum, count);
      square = multiplyAdd(sum, sum, square);
    }
    store<f32>(at(squares, unit), sumLanes(square));
  }
}

export function adamw(
  from: u32,
  to: u32,
  tiles: usize,
  squares: usize,
  gradients: usize,
  hyper: usize,
  cursor: usize,
  parameters: usize,
  moments: usize,
  results: usize,
  first: u32,
  all: u32,
  elements: u32,
  slots: u32,
): void {
  let square: f64 = 0;
  for (let tile: u32 = 0; tile < all; tile++) square += <f64>load<f32>(at(squares, tile));
  const norm = <f32>sqrt<f64>(square);
  if (first + from === 0) store<f32>(at(results, (load<u32>(cursor) % slots) * 4 + 3), norm);
  if (!isFinite<f32>(norm)) return;
  const lr = load<f32>(hyper);
  const beta1 = f32x4.splat(load<f32>(hyper, 4));
  const beta2 = f32x4.splat(load<f32>(hyper, 8));
  const rest1 = f32x4.splat(1 - load<f32>(hyper, 4));
  const rest2 = f32x4.splat(1 - load<f32>(hyper, 8));
  const eps = f32x4.splat(load<f32>(hyper, 12));
  const decay = load<f32>(hyper, 16);
  const clip = load<f32>(hyper, 20);
  const factor = f32x4.splat(clip > 0 ? min<f32>(1, clip / (norm + CLIP_EPS)) : 1);
  const step = f32x4.splat(lr / load<f32>(hyper, 24));
  const scale = f32x4.splat(1 / sqrt<f32>(load<f32>(hyper, 28)));
  for (let unit = first + from; unit < first + to; unit++) {
    const tile = at(tiles, unit * TILE_FIELDS);
    const start = load<u32>(tile);
    const size = load<u32>(tile, 4);
    const keep = f32x4.splat(load<i32>(tile, 8) ? 1 - lr * decay : 1);
    for (let i = start; i < start + size; i += 4) {
      const some = start + size - i;
      const gradient = f32x4.mul(loadSome(at(gradients, i), some), factor);
      const moment = multiplyAdd(beta1, loadSome(at(moments, i), some), f32x4.mul(rest1, gradient));
      const pull = f32x4.mul(rest2, f32x4.mul(gradient, gradient));
      const second = multiplyAdd(beta2, loadSome(at(moments, elements + i), some), pull);
      storeSome(at(moments, i), moment, some);
      storeSome(at(moments, elements + i), second, some);
      const move = f32x4.div(f32x4.mul(step, moment), multiplyAdd(f32x4.sqrt(second), scale, eps));
      storeSome(at(parameters, i), f32x4.sub(f32x4.mul(loadSome(at(parameters, i), some), keep), move), some);
    }
  }
}

export function gradient_sum_units(count: u32): u32 {
  return count;
}

export function adamw_units(count: u32): u32 {
  return count;
}
