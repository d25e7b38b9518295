import { sigmoid } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** The function g of minGRU (Feng et al. 2024, appendix B). */
function candidate(hidden: v128, positive: u32): v128 {
  if (!positive) return hidden;
  const isAbove = f32x4.ge(hidden, f32x4.splat(0));
  return v128.bitselect(f32x4.add(hidden, f32x4.splat(0.5)), sigmoid(hidden), isAbove);
}

export function min_gru_gates(
  from: u32,
  to: u32,
  values: usize,
  E: u32,
  stride: u32,
  hidden: u32,
  gate: u32,
  a: u32,
  b: u32,
  positive: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let e: u32 = 0; e < E; e += 4) {
      const own = at(values, row * stride + e);
      const opened = loadSome(at(own, gate), E - e);
      const next = f32x4.mul(sigmoid(opened), candidate(loadSome(at(own, hidden), E - e), positive));
      storeSome(at(own, a), sigmoid(f32x4.neg(opened)), E - e);
      storeSome(at(own, b), next, E - e);
    }
  }
}

export function min_gru_gates_backward(
  from: u32,
  to: u32,
  values: usize,
  gradients: usize,
  E: u32,
  stride: u32,
  hidden: u32,
  gate: u32,
  positive: u32,
  d_stride: u32,
  dhidden: u32,
  dgate: u32,
  da: u32,
  db: u32,
): void {
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let e: u32 = 0; e < E; e += 4) {
      const count = E - e;
      const own = at(gradients, row * d_stride + e);
      const value = loadSome(at(values, row * stride + hidden + e), count);
      const z = sigmoid(loadSome(at(values, row * stride + gate + e), count));
      const below = sigmoid(value);
      const bent = f32x4.mul(below, f32x4.sub(one, below));
      const isBent = positive ? f32x4.lt(value, f32x4.splat(0)) : i32x4.splat(0);
      const ofA = loadSome(at(own, da), count);
      const ofB = loadSome(at(own, db), count);
      storeSome(at(own, dhidden), f32x4.mul(f32x4.mul(ofB, z), v128.bitselect(bent, one, isBent)), count);
      const pull = f32x4.sub(f32x4.mul(ofB, candidate(value, positive)), ofA);
      storeSome(at(own, dgate), f32x4.mul(pull, f32x4.mul(z, f32x4.sub(one, z))), count);
    }
  }
}

export function min_gru_gates_units(rows: u32): u32 {
  return rows;
}

export function min_gru_gates_backward_units(rows: u32): u32 {
  return rows;
}
