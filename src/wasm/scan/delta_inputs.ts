import { expOne, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** 1 / |x| of K elements. */
function inverseNorm(x: usize, K: u32): f32 {
  let squares = f32x4.splat(0);
  for (let i: u32 = 0; i < K; i += 4) {
    const own = loadSome(at(x, i), K - i);
    squares = multiplyAdd(own, own, squares);
  }
  return 1 / sqrt<f32>(sumLanes(squares) + 1e-6);
}

function sigmoidOne(x: f32): f32 {
  return f32x4.extract_lane(sigmoid(f32x4.splat(x)), 0);
}

function softplusOne(x: f32): f32 {
  return f32x4.extract_lane(softplus(f32x4.splat(x)), 0);
}

function add(target: usize, value: f32): void {
  store<f32>(target, load<f32>(target) + value);
}

/** A unit is a row. */
export function delta_inputs(
  from: u32,
  to: u32,
  values: usize,
  A_log: usize,
  bias: usize,
  keys: usize,
  gates: usize,
  H: u32,
  K: u32,
  R: u32,
  stride: u32,
  q: u32,
  k: u32,
  b: u32,
  a: u32,
  decay: u32,
  most: f32,
): void {
  for (let row = from; row < to; row++) {
    const source = at(values, row * stride);
    for (let head: u32 = 0; head < (1 + R) * H; head++) {
      const own = at(source, head < H ? q + head * K : k + (head - H) * K);
      const one = inverseNorm(own, K);
      const scale = f32x4.splat(head < H ? one / sqrt<f32>(<f32>K) : one);
      const target = at(keys, (row * (1 + R) * H + head) * K);
      for (let i: u32 = 0; i < K; i += 4) {
        storeSome(at(target, i), f32x4.mul(scale, loadSome(at(own, i), K - i)), K - i);
      }
    }
    const gate = at(gates, row * (1 + R) * H);
    for (let h: u32 = 0; h < H; h++) {
      let logDecay: f32 = 0;
      if (decay) {
        const step = softplusOne(load<f32>(at(source, a + h)) + load<f32>(at(bias, h)));
        logDecay = -expOne(load<f32>(at(A_log, h))) * step;
      }
      store<f32>(at(gate, h), logDecay);
    }
    for (let i: u32 = 0; i < R * H; i += 4) {
      const some = R * H - i;
      const open = sigmoid(loadSome(at(source, b + i), some));
      storeSome(at(gate, H + i), f32x4.mul(f32x4.splat(most), open), some);
    }
  }
}

/** The gradient of x (K), of which `pull`, and `more` unless it is 0, is the gradient of scale x / |x|. */
function pullBack(x: usize, K: u32, pull: usize, more: usize, shrink: f32, to: usize): void {
  const one = inverseNorm(x, K);
  let sums = f32x4.splat(0);
  for (let i: u32 = 0; i < K; i += 4) {
    let own = loadSome(at(pull, i), K - i);
    if (more) own = f32x4.add(own, loadSome(at(more, i), K - i));
    storeSome(at(to, i), own, K - i);
    sums = multiplyAdd(own, loadSome(at(x, i), K - i), sums);
  }
  const along = f32x4.splat(sumLanes(sums) * one * one);
  const scale = f32x4.splat(one * shrink);
  for (let i: u32 = 0; i < K; i += 4) {
    const own = subtractProduct(loadSome(at(x, i), K - i), along, loadSome(at(to, i), K - i));
    storeSome(at(to, i), f32x4.mul(scale, own), K - i);
  }
}

/** A unit is a copy of the gradients of A_log and bias, of a segment of rows. */
export function delta_inputs_backward(
  from: u32,
  to: u32,
  values: usize,
  A_log: usize,
  bias: usize,
  dkeys: usize,
  dgates: usize,
  dvalues: usize,
  dA_log: usize,
  dbias: usize,
  rows: u32,
  H: u32,
  K: u32,
  R: u32,
  stride: u32,
  q: u32,
  k: u32,
  b: u32,
  a: u32,
  decay: u32,
  most: f32,
  d_stride: u32,
  dq: u32,
  dk: u32,
  db: u32,
  da: u32,
  segment: u32,
): void {
  const shrink: f32 = 1 / sqrt<f32>(<f32>K);
  const one = f32x4.splat(1);
  for (let copy = from; copy < to; copy++) {
    if (decay) {
      memory.fill(at(dA_log, copy * H), 0, (<usize>H) << 2);
      memory.fill(at(dbias, copy * H), 0, (<usize>H) << 2);
    }
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const source = at(values, row * stride);
      const target = at(dvalues, row * d_stride);
      const pulls = at(dkeys, row * (1 + 2 * R) * H * K);
      for (let head: u32 = 0; head < (1 + R) * H; head++) {
        const isQuery = head < H;
        const own = at(source, isQuery ? q + head * K : k + (head - H) * K);
        const into = at(target, isQuery ? dq + head * K : dk + (head - H) * K);
        const pull = at(pulls, head * K);
        pullBack(own, K, pull, isQuery ? 0 : at(pull, R * H * K), isQuery ? shrink : 1, into);
      }
      const gate = at(dgates, row * (1 + R) * H);
      for (let i: u32 = 0; i < R * H; i += 4) {
        const some = R * H - i;
        const open = sigmoid(loadSome(at(source, b + i), some));
        const slope = f32x4.mul(f32x4.splat(most), f32x4.mul(open, f32x4.sub(one, open)));
        storeSome(at(target, db + i), f32x4.mul(loadSome(at(gate, H + i), some), slope), some);
      }
      if (!decay) continue;
      for (let h: u32 = 0; h < H; h++) {
        const x = load<f32>(at(source, a + h)) + load<f32>(at(bias, h));
        const own = -expOne(load<f32>(at(A_log, h))) * load<f32>(at(gate, h));
        const slope = own * sigmoidOne(x);
        store<f32>(at(target, da + h), slope);
        add(at(dbias, copy * H + h), slope);
        add(at(dA_log, copy * H + h), own * softplusOne(x));
      }
    }
  }
}

export function delta_inputs_units(rows: u32): u32 {
  return rows;
}

export function delta_inputs_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
