import { exp } from '../shared/functions';
import { at, loadSome, putSome, storeSome } from '../shared/lanes';

/** elu(x) + 1 */
function phi(x: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.add(exp(f32x4.pmin(x, zero)), f32x4.pmax(x, zero));
}

/** A unit is a row. */
export function feature_map(from: u32, to: u32, qkv: usize, features: usize, D: u32, heads: u32): void {
  const d = D / heads;
  for (let row = from; row < to; row++) {
    const own = at(features, row * (3 * D + heads));
    const source = at(qkv, row * 3 * D);
    for (let i: u32 = 0; i < 2 * D; i += 4) storeSome(at(own, i), phi(loadSome(at(source, i), 2 * D - i)), 2 * D - i);
    for (let head: u32 = 0; head < heads; head++) {
      const target = at(own, 2 * D + head * (d + 1));
      memory.copy(target, at(source, 2 * D + head * d), (<usize>d) << 2);
      store<f32>(at(target, d), 1);
    }
  }
}

/** A unit is a row. */
export function feature_map_backward(
  from: u32,
  to: u32,
  qkv: usize,
  dfeatures: usize,
  dqkv: usize,
  D: u32,
  heads: u32,
  accumulate: u32,
): void {
  const d = D / heads;
  for (let row = from; row < to; row++) {
    const pulled = at(dfeatures, row * (3 * D + heads));
    const target = at(dqkv, row * 3 * D);
    for (let i: u32 = 0; i < 2 * D; i += 4) {
      const some = 2 * D - i;
      const slope = exp(f32x4.pmin(loadSome(at(qkv, row * 3 * D + i), some), f32x4.splat(0)));
      putSome(at(target, i), f32x4.mul(loadSome(at(pulled, i), some), slope), some, accumulate !== 0);
    }
    for (let head: u32 = 0; head < heads; head++) {
      for (let i: u32 = 0; i < d; i += 4) {
        const own = loadSome(at(pulled, 2 * D + head * (d + 1) + i), d - i);
        putSome(at(target, 2 * D + head * d + i), own, d - i, accumulate !== 0);
      }
    }
  }
}

export function feature_map_units(rows: u32): u32 {
  return rows;
}

export function feature_map_backward_units(rows: u32): u32 {
  return rows;
}
