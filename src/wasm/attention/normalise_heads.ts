import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';

/** A unit is a head of a row. */
export function normalise_heads(from: u32, to: u32, sums: usize, y: usize, D: u32, heads: u32, eps: f32): void {
  const d = D / heads;
  for (let head = from; head < to; head++) {
    const own = at(sums, head * (d + 1));
    const share = f32x4.splat(1 / (load<f32>(at(own, d)) + eps));
    for (let i: u32 = 0; i < d; i += 4) {
      storeSome(at(y, head * d + i), f32x4.mul(loadSome(at(own, i), d - i), share), d - i);
    }
  }
}

/** A unit is a head of a row. */
export function normalise_heads_backward(
  from: u32,
  to: u32,
  sums: usize,
  y: usize,
  dy: usize,
  dsums: usize,
  D: u32,
  heads: u32,
  eps: f32,
): void {
  const d = D / heads;
  for (let head = from; head < to; head++) {
    const target = at(dsums, head * (d + 1));
    const share: f32 = 1 / (load<f32>(at(sums, head * (d + 1) + d)) + eps);
    let dots = f32x4.splat(0);
    for (let i: u32 = 0; i < d; i += 4) {
      const pull = f32x4.mul(loadSome(at(dy, head * d + i), d - i), f32x4.splat(share));
      dots = multiplyAdd(pull, loadSome(at(y, head * d + i), d - i), dots);
      storeSome(at(target, i), pull, d - i);
    }
    store<f32>(at(target, d), -sumLanes(dots));
  }
}

export function normalise_heads_units(rows: u32, heads: u32): u32 {
  return rows * heads;
}

export function normalise_heads_backward_units(rows: u32, heads: u32): u32 {
  return rows * heads;
}
