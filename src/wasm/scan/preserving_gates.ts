import { exp, oneMinusExp, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';

const SHARPNESS: f32 = 8;
const LEAST_SCALE: f32 = 5e-4;

/** √(1 - a²) of the rate -ln a, or 1 at the first token of a sequence. */
function scaleOf(rate: v128, isFirst: bool): v128 {
  return isFirst ? f32x4.splat(1) : f32x4.sqrt(oneMinusExp(f32x4.add(rate, rate)));
}

function isFirstToken(row: u32, L: u32, carry: u32, cursor: usize): bool {
  return row % L === 0 && !(carry !== 0 && load<i32>(cursor) > 0);
}

/** A unit is a row. */
export function preserving_gates(
  from: u32,
  to: u32,
  gates: usize,
  A: usize,
  cursor: usize,
  values: usize,
  L: u32,
  W: u32,
  stride: u32,
  u: u32,
  carry: u32,
  a: u32,
  b: u32,
): void {
  for (let row = from; row < to; row++) {
    const isFirst = isFirstToken(row, L, carry, cursor);
    for (let w: u32 = 0; w < W; w += 4) {
      const count = W - w;
      const own = at(values, row * stride + w);
      const gate = at(gates, row * 2 * W + w);
      const most = f32x4.mul(f32x4.splat(SHARPNESS), softplus(loadSome(at(A, w), count)));
      const rate = f32x4.mul(most, sigmoid(loadSome(gate, count)));
      const input = f32x4.mul(sigmoid(loadSome(at(gate, W), count)), loadSome(at(own, u), count));
      storeSome(at(own, a), exp(f32x4.neg(rate)), count);
      storeSome(at(own, b), f32x4.mul(scaleOf(rate, isFirst), input), count);
    }
  }
}

/** A unit is a copy of the gradient of A, of a segment of rows. */
export function preserving_gates_backward(
  from: u32,
  to: u32,
  gates: usize,
  A: usize,
  cursor: usize,
  values: usize,
  dvalues: usize,
  dgates: usize,
  dA: usize,
  rows: u32,
  L: u32,
  W: u32,
  stride: u32,
  u: u32,
  carry: u32,
  d_stride: u32,
  du: u32,
  da: u32,
  db: u32,
  segment: u32,
): void {
  const one = f32x4.splat(1);
  for (let copy = from; copy < to; copy++) {
    for (let w: u32 = 0; w < W; w += 4) {
      const count = W - w;
      const own = loadSome(at(A, w), count);
      const most = f32x4.mul(f32x4.splat(SHARPNESS), softplus(own));
      let total = f32x4.splat(0);
      for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
        const isFirst = isFirstToken(row, L, carry, cursor);
        const gate = row * 2 * W + w;
        const pulled = at(dvalues, row * d_stride + w);
        const r = sigmoid(loadSome(at(gates, gate), count));
        const i = sigmoid(loadSome(at(gates, gate + W), count));
        const rate = f32x4.mul(most, r);
        const decay = exp(f32x4.neg(rate));
        const scale = scaleOf(rate, isFirst);
        const input = loadSome(at(values, row * stride + u + w), count);
        const pull = loadSome(at(pulled, db), count);
        let ofLog = f32x4.mul(loadSome(at(pulled, da), count), decay);
        if (!isFirst) {
          const slope = f32x4.div(f32x4.mul(decay, decay), f32x4.pmax(scale, f32x4.splat(LEAST_SCALE)));
          ofLog = f32x4.sub(ofLog, f32x4.mul(f32x4.mul(pull, f32x4.mul(i, input)), slope));
        }
        const scaled = f32x4.mul(pull, scale);
        storeSome(at(pulled, du), f32x4.mul(scaled, i), count);
        const ofGate = f32x4.mul(f32x4.mul(ofLog, rate), f32x4.sub(one, r));
        storeSome(at(dgates, gate), f32x4.neg(ofGate), count);
        const ofInput = f32x4.mul(f32x4.mul(scaled, input), f32x4.mul(i, f32x4.sub(one, i)));
        storeSome(at(dgates, gate + W), ofInput, count);
        total = multiplyAdd(ofLog, r, total);
      }
      storeSome(at(dA, copy * W + w), f32x4.mul(f32x4.mul(total, f32x4.splat(-SHARPNESS)), sigmoid(own)), count);
    }
  }
}

export function preserving_gates_units(rows: u32): u32 {
  return rows;
}

export function preserving_gates_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
