import { sigmoid, softplus } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** The function g of minGRU and minLSTM (Feng et al. 2024, appendix B). */
function candidate(hidden: v128, positive: u32): v128 {
  if (!positive) return hidden;
  const isAbove = f32x4.ge(hidden, f32x4.splat(0));
  return v128.bitselect(f32x4.add(hidden, f32x4.splat(0.5)), sigmoid(hidden), isAbove);
}

/** As in gpu/kernels/recurrent/minimal_gates.ts, of the gates at `gate` and `forget`. */
function openness(gate: usize, forget: usize, paired: u32, count: u32): v128 {
  const opened = loadSome(gate, count);
  if (!paired) return opened;
  return f32x4.sub(softplus(f32x4.neg(loadSome(forget, count))), softplus(f32x4.neg(opened)));
}

export function minimal_gates(
  from: u32,
  to: u32,
  values: usize,
  E: u32,
  stride: u32,
  hidden: u32,
  gate: u32,
  forget: u32,
  a: u32,
  b: u32,
  positive: u32,
  paired: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let e: u32 = 0; e < E; e += 4) {
      const own = at(values, row * stride + e);
      const open = openness(at(own, gate), at(own, forget), paired, E - e);
      const next = f32x4.mul(sigmoid(open), candidate(loadSome(at(own, hidden), E - e), positive));
      storeSome(at(own, a), sigmoid(f32x4.neg(open)), E - e);
      storeSome(at(own, b), next, E - e);
    }
  }
}

export function minimal_gates_backward(
  from: u32,
  to: u32,
  values: usize,
  gradients: usize,
  E: u32,
  stride: u32,
  hidden: u32,
  gate: u32,
  forget: u32,
  positive: u32,
  paired: u32,
  d_stride: u32,
  dhidden: u32,
  dgate: u32,
  dforget: u32,
  da: u32,
  db: u32,
): void {
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let e: u32 = 0; e < E; e += 4) {
      const count = E - e;
      const given = at(values, row * stride + e);
      const own = at(gradients, row * d_stride + e);
      const value = loadSome(at(given, hidden), count);
      const open = openness(at(given, gate), at(given, forget), paired, count);
      const z = sigmoid(open);
      const below = sigmoid(value);
      const bent = f32x4.mul(below, f32x4.sub(one, below));
      const isBent = positive ? f32x4.lt(value, f32x4.splat(0)) : i32x4.splat(0);
      const ofA = loadSome(at(own, da), count);
      const ofB = loadSome(at(own, db), count);
      storeSome(at(own, dhidden), f32x4.mul(f32x4.mul(ofB, z), v128.bitselect(bent, one, isBent)), count);
      const difference = f32x4.sub(f32x4.mul(ofB, candidate(value, positive)), ofA);
      const pull = f32x4.mul(difference, f32x4.mul(z, sigmoid(f32x4.neg(open))));
      if (!paired) {
        storeSome(at(own, dgate), pull, count);
        continue;
      }
      storeSome(at(own, dgate), f32x4.mul(pull, closing(at(given, gate), count)), count);
      storeSome(at(own, dforget), f32x4.neg(f32x4.mul(pull, closing(at(given, forget), count))), count);
    }
  }
}

/** 1 - sigmoid, with all digits of small results. */
function closing(gate: usize, count: u32): v128 {
  return sigmoid(f32x4.neg(loadSome(gate, count)));
}

export function minimal_gates_units(rows: u32): u32 {
  return rows;
}

export function minimal_gates_backward_units(rows: u32): u32 {
  return rows;
}
