import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';
import { hash, hashLanes } from '../shared/random';

/** Elements of a unit. */
const BLOCK: u32 = 4096;

/** What four elements from i on are multiplied by, as in gpu/kernels/training/dropout.ts. */
function factors(key: u32, seed: u32, i: u32, threshold: u32, scale: f32): v128 {
  const places = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
  const bits = i32x4.shr_u(hashLanes(i32x4.splat(key), i32x4.splat(seed), places), 8);
  return v128.andnot(f32x4.splat(scale), i32x4.lt_u(bits, i32x4.splat(threshold)));
}

export function dropout(
  from: u32,
  to: u32,
  x: usize,
  residual: usize,
  draw: usize,
  y: usize,
  n: u32,
  place: u32,
  threshold: u32,
  scale: f32,
  has_residual: u32,
): void {
  const seed = load<u32>(draw);
  const key = hash(seed, load<u32>(draw, 4), place);
  const all = load<i32>(draw, 8) === 0;
  for (let i = from * BLOCK; i < min(n, to * BLOCK); i += 4) {
    const factor = all ? f32x4.splat(1) : factors(key, seed, i, threshold, scale);
    const before = has_residual ? loadSome(at(residual, i), n - i) : f32x4.splat(0);
    storeSome(at(y, i), multiplyAdd(loadSome(at(x, i), n - i), factor, before), n - i);
  }
}

export function dropout_backward(
  from: u32,
  to: u32,
  dy: usize,
  draw: usize,
  dx: usize,
  n: u32,
  place: u32,
  threshold: u32,
  scale: f32,
  accumulate: u32,
): void {
  const seed = load<u32>(draw);
  const key = hash(seed, load<u32>(draw, 4), place);
  const all = load<i32>(draw, 8) === 0;
  for (let i = from * BLOCK; i < min(n, to * BLOCK); i += 4) {
    const factor = all ? f32x4.splat(1) : factors(key, seed, i, threshold, scale);
    putSome(at(dx, i), f32x4.mul(loadSome(at(dy, i), n - i), factor), n - i, accumulate !== 0);
  }
}

export function dropout_units(n: u32): u32 {
  return (n + BLOCK - 1) / BLOCK;
}

export function dropout_backward_units(n: u32): u32 {
  return (n + BLOCK - 1) / BLOCK;
}
