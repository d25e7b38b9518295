import { dots } from '../matmul/dots';
import { exp, sigmoid, softplus, tanh } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';

/** Adds what the input, the bias, and the recurrent weight give to a gate. */
function gateSum(sum: usize, input: usize, bias: usize, count: u32): v128 {
  return f32x4.add(f32x4.add(loadSome(sum, count), loadSome(input, count)), loadSome(bias, count));
}

/** A unit is a head of a sequence. Scratch holds sums (4n), and y, c, ν, and m (n each). */
export function exp_gate_sequence(
  from: u32,
  to: u32,
  scratch: usize,
  weight: usize,
  bias: usize,
  rows: usize,
  y: usize,
  state_y: usize,
  state_c: usize,
  state_n: usize,
  state_m: usize,
  L: u32,
  D: u32,
  n: u32,
  carried: u32,
): void {
  const heads = D / n;
  const size = (<usize>n) << 2;
  const line = (<usize>D) << 2;
  const shown = at(scratch, 4 * n);
  const zero = f32x4.splat(0);
  for (let unit = from; unit < to; unit++) {
    const b = unit / heads;
    const first = (unit % heads) * n;
    const kept = b * D + first;
    memory.fill(shown, 0, 4 * size);
    if (carried) {
      memory.copy(shown, at(state_y, kept), size);
      memory.copy(shown + size, at(state_c, kept), size);
      memory.copy(shown + 2 * size, at(state_n, kept), size);
      memory.copy(shown + 3 * size, at(state_m, kept), size);
    }
    for (let t: u32 = 0; t < L; t++) {
      const row = b * L + t;
      dots(shown, at(weight, first * 4 * n), n, 4 * n, scratch);
      for (let u: u32 = 0; u < n; u += 4) {
        const count = n - u;
        const own = at(rows, row * 8 * D + first + u);
        const sum = at(scratch, u);
        const shift = at(bias, first + u);
        const i = gateSum(sum, own, shift, count);
        const f = gateSum(sum + size, own + line, shift + line, count);
        const z = tanh(gateSum(sum + 2 * size, own + 2 * line, shift + 2 * line, count));
        const o = sigmoid(gateSum(sum + 3 * size, own + 3 * line, shift + 3 * line, count));
        const cell = at(shown, u);
        const before = loadSome(cell + 2 * size, count);
        const started = f32x4.gt(before, zero);
        const held = f32x4.sub(loadSome(cell + 3 * size, count), softplus(f32x4.neg(f)));
        const m = v128.bitselect(f32x4.pmax(held, i), i, started);
        const writes = exp(f32x4.sub(i, m));
        const keeps = v128.bitselect(exp(f32x4.sub(held, m)), zero, started);
        const c = multiplyAdd(keeps, loadSome(cell + size, count), f32x4.mul(writes, z));
        const v = multiplyAdd(keeps, before, writes);
        const result = f32x4.div(f32x4.mul(o, c), v);
        storeSome(own, writes, count);
        storeSome(own + line, keeps, count);
        storeSome(own + 2 * line, z, count);
        storeSome(own + 3 * line, o, count);
        storeSome(own + 4 * line, c, count);
        storeSome(own + 5 * line, v, count);
        storeSome(own + 6 * line, m, count);
        storeSome(own + 7 * line, sigmoid(f32x4.neg(f)), count);
        storeSome(cell, result, count);
        storeSome(cell + size, c, count);
        storeSome(cell + 2 * size, v, count);
        storeSome(cell + 3 * size, m, count);
        storeSome(at(y, row * D + first + u), result, count);
      }
    }
    if (!carried) continue;
    memory.copy(at(state_y, kept), shown, size);
    memory.copy(at(state_c, kept), shown + size, size);
    memory.copy(at(state_n, kept), shown + 2 * size, size);
    memory.copy(at(state_m, kept), shown + 3 * size, size);
  }
}

/** A unit is a head of a sequence. Scratch holds the gradients of y, c, and ν (n each), which go to the token before. */
export function exp_gate_sequence_backward(
  from: u32,
  to: u32,
  scratch: usize,
  weight: usize,
  dy: usize,
  rows: usize,
  start_c: usize,
  start_n: usize,
  L: u32,
  D: u32,
  n: u32,
  carried: u32,
): void {
  const heads = D / n;
  const size = (<usize>n) << 2;
  const line = (<usize>D) << 2;
  const one = f32x4.splat(1);
  for (let unit = from; unit < to; unit++) {
    const b = unit / heads;
    const first = (unit % heads) * n;
    memory.fill(scratch, 0, 3 * size);
    for (let t = L; t-- > 0; ) {
      const row = b * L + t;
      for (let u: u32 = 0; u < n; u += 4) {
        const count = n - u;
        const own = at(rows, row * 8 * D + first + u);
        const flowing = at(scratch, u);
        const writes = loadSome(own, count);
        const keeps = loadSome(own + line, count);
        const z = loadSome(own + 2 * line, count);
        const o = loadSome(own + 3 * line, count);
        const v = loadSome(own + 5 * line, count);
        const ratio = f32x4.div(loadSome(own + 4 * line, count), v);
        let cBefore = f32x4.splat(0);
        let vBefore = cBefore;
        if (t > 0) {
          cBefore = loadSome(own - 4 * line, count);
          vBefore = loadSome(own - 3 * line, count);
        } else if (carried) {
          cBefore = loadSome(at(start_c, b * D + first + u), count);
          vBefore = loadSome(at(start_n, b * D + first + u), count);
        }
        const pull = f32x4.add(loadSome(at(dy, row * D + first + u), count), loadSome(flowing, count));
        const through = f32x4.div(f32x4.mul(pull, o), v);
        const ofC = f32x4.add(loadSome(flowing + size, count), through);
        const ofV = subtractProduct(through, ratio, loadSome(flowing + 2 * size, count));
        const ofKeeps = multiplyAdd(ofC, cBefore, f32x4.mul(ofV, vBefore));
        storeSome(own, f32x4.mul(multiplyAdd(ofC, z, ofV), writes), count);
        storeSome(own + line, f32x4.mul(f32x4.mul(ofKeeps, keeps), loadSome(own + 7 * line, count)), count);
        storeSome(own + 2 * line, f32x4.mul(f32x4.mul(ofC, writes), subtractProduct(z, z, one)), count);
        storeSome(own + 3 * line, f32x4.mul(f32x4.mul(pull, ratio), subtractProduct(o, o, o)), count);
        storeSome(flowing + size, f32x4.mul(ofC, keeps), count);
        storeSome(flowing + 2 * size, f32x4.mul(ofV, keeps), count);
      }
      memory.fill(scratch, 0, size);
      for (let slot: u32 = 0; slot < 4; slot++) {
        for (let u: u32 = 0; u < n; u++) {
          const pull = v128.load32_splat(at(rows, row * 8 * D + slot * D + first + u));
          addRow(at(weight, (first * 4 + slot * n + u) * n), pull, scratch, n);
        }
      }
    }
  }
}

/** to += factor · row, n numbers. */
function addRow(row: usize, factor: v128, to: usize, n: u32): void {
  for (let k: u32 = 0; k < n; k += 4) {
    const place = at(to, k);
    storeSome(place, multiplyAdd(factor, loadSome(at(row, k), n - k), loadSome(place, n - k)), n - k);
  }
}

/** A unit is a head of a copy of the gradients. */
export function exp_gate_weight(
  from: u32,
  to: u32,
  rows: usize,
  y: usize,
  start: usize,
  dweight: usize,
  dbias: usize,
  B: u32,
  L: u32,
  D: u32,
  n: u32,
  carried: u32,
  segment: u32,
): void {
  const heads = D / n;
  for (let unit = from; unit < to; unit++) {
    const first = (unit % heads) * n;
    const copy = unit / heads;
    const own = at(dweight, copy * 4 * D * n + first * 4 * n);
    memory.fill(own, 0, (<usize>(4 * n * n)) << 2);
    for (let slot: u32 = 0; slot < 4; slot++) {
      memory.fill(at(dbias, copy * 4 * D + slot * D + first), 0, (<usize>n) << 2);
    }
    for (let row = copy * segment; row < min(B * L, (copy + 1) * segment); row++) {
      let before = row % L > 0 ? at(y, (row - 1) * D + first) : 0;
      if (row % L === 0 && carried) before = at(start, (row / L) * D + first);
      for (let slot: u32 = 0; slot < 4; slot++) {
        const pulls = at(rows, row * 8 * D + slot * D + first);
        addRow(pulls, f32x4.splat(1), at(dbias, copy * 4 * D + slot * D + first), n);
        if (!before) continue;
        for (let u: u32 = 0; u < n; u++) {
          addRow(before, v128.load32_splat(at(pulls, u)), at(own, (slot * n + u) * n), n);
        }
      }
    }
  }
}

export function exp_gate_sequence_units(B: u32, D: u32, n: u32): u32 {
  return B * (D / n);
}

export function exp_gate_sequence_scratch(n: u32): u32 {
  return 4 * 8 * n + 16;
}

export function exp_gate_sequence_backward_units(B: u32, D: u32, n: u32): u32 {
  return B * (D / n);
}

export function exp_gate_sequence_backward_scratch(n: u32): u32 {
  return 4 * 3 * n + 16;
}

export function exp_gate_weight_units(B: u32, L: u32, D: u32, n: u32, segment: u32): u32 {
  return ((B * L + segment - 1) / segment) * (D / n);
}
