import { exp, sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** e^-½: the steepest decay of a token. */
const RATE: f32 = 0.6065306597126334;
/** The least length that a key is divided by. */
const LEAST: f32 = 1e-12;

/** The length of k · k_k, K numbers each. */
function lengthOf(k: usize, factors: usize, K: u32): f32 {
  let squares = f32x4.splat(0);
  for (let i: u32 = 0; i < K; i += 4) {
    const own = f32x4.mul(loadSome(at(k, i), K - i), loadSome(at(factors, i), K - i));
    squares = multiplyAdd(own, own, squares);
  }
  return sqrt<f32>(sumLanes(squares));
}

/** A unit is a row. */
export function erase_inputs(
  from: u32,
  to: u32,
  values: usize,
  vectors: usize,
  gated: usize,
  keys: usize,
  gates: usize,
  H: u32,
  K: u32,
  stride: u32,
): void {
  const D = H * K;
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let h: u32 = 0; h < H; h++) {
      const source = at(values, row * stride + h * K);
      const given = at(vectors, h * K);
      const own = at(gated, row * (4 * D + H) + h * K);
      const target = at(keys, row * 4 * D + h * K);
      const share = f32x4.splat(1 / max(lengthOf(at(source, D), given, K), LEAST));
      let bonus = f32x4.splat(0);
      for (let i: u32 = 0; i < K; i += 4) {
        const some = K - i;
        const r = loadSome(at(source, i), some);
        const k = loadSome(at(source, D + i), some);
        const rate = sigmoid(loadSome(at(own, D + i), some));
        const read = f32x4.mul(f32x4.mul(k, loadSome(at(given, i), some)), share);
        const key = f32x4.mul(k, multiplyAdd(f32x4.sub(rate, one), loadSome(at(given, D + i), some), one));
        storeSome(at(target, i), r, some);
        storeSome(at(target, D + i), read, some);
        storeSome(at(target, 2 * D + i), f32x4.mul(read, rate), some);
        storeSome(at(target, 3 * D + i), key, some);
        const fade = f32x4.mul(f32x4.splat(-RATE), sigmoid(loadSome(at(own, i), some)));
        storeSome(at(gates, row * D + h * K + i), exp(fade), some);
        storeSome(at(own, 3 * D + i), loadSome(at(source, 2 * D + i), some), some);
        bonus = multiplyAdd(f32x4.mul(r, key), loadSome(at(given, 2 * D + i), some), bonus);
      }
      store<f32>(at(gated, row * (4 * D + H) + 4 * D + h), sumLanes(bonus));
    }
  }
}

/** The gradient of what is read: through the read itself, and through the erasing. */
function readPull(dkeys: usize, D: u32, rate: v128, some: u32): v128 {
  return multiplyAdd(loadSome(at(dkeys, 2 * D), some), rate, loadSome(at(dkeys, D), some));
}

/** to += a b, up to four numbers. */
function addProduct(to: usize, a: v128, b: v128, some: u32): void {
  storeSome(to, multiplyAdd(a, b, loadSome(to, some)), some);
}

/** A unit is a copy of the gradients of the vectors, of a segment of rows. */
export function erase_inputs_backward(
  from: u32,
  to: u32,
  values: usize,
  vectors: usize,
  gated: usize,
  dkeys: usize,
  dgates: usize,
  dgated: usize,
  dvalues: usize,
  dvectors: usize,
  rows: u32,
  H: u32,
  K: u32,
  stride: u32,
  d_stride: u32,
  segment: u32,
): void {
  const D = H * K;
  const width = 4 * D + H;
  const one = f32x4.splat(1);
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dvectors, copy * 3 * D), 0, (<usize>(3 * D)) << 2);
    for (let head = copy * segment * H; head < min(rows, (copy + 1) * segment) * H; head++) {
      const row = head / H;
      const first = (head % H) * K;
      const source = at(values, row * stride + first);
      const given = at(vectors, first);
      const own = at(gated, row * width + first);
      const pulls = at(dkeys, row * 4 * D + first);
      const target = at(dvalues, row * d_stride + first);
      const down = at(dgated, row * width + first);
      const sums = at(dvectors, copy * 3 * D + first);
      const length = lengthOf(at(source, D), given, K);
      const share = f32x4.splat(1 / max(length, LEAST));
      const ofBonus = v128.load32_splat(at(dgated, row * width + 4 * D + (head % H)));
      let along = f32x4.splat(0);
      for (let i: u32 = 0; i < K && length > LEAST; i += 4) {
        const some = K - i;
        const rate = sigmoid(loadSome(at(own, D + i), some));
        const read = f32x4.mul(f32x4.mul(loadSome(at(source, D + i), some), loadSome(at(given, i), some)), share);
        along = multiplyAdd(readPull(at(pulls, i), D, rate, some), read, along);
      }
      const turn = f32x4.splat(sumLanes(along));
      for (let i: u32 = 0; i < K; i += 4) {
        const some = K - i;
        const r = loadSome(at(source, i), some);
        const k = loadSome(at(source, D + i), some);
        const ofRead = loadSome(at(given, i), some);
        const change = loadSome(at(given, D + i), some);
        const weight = loadSome(at(given, 2 * D + i), some);
        const rate = sigmoid(loadSome(at(own, D + i), some));
        const fade = sigmoid(loadSome(at(own, i), some));
        const less = f32x4.sub(rate, one);
        const read = f32x4.mul(f32x4.mul(k, ofRead), share);
        const pull = f32x4.mul(share, subtractProduct(read, turn, readPull(at(pulls, i), D, rate, some)));
        const changed = multiplyAdd(less, change, one);
        const bonus = f32x4.mul(ofBonus, r);
        const ofKey = multiplyAdd(bonus, weight, loadSome(at(pulls, 3 * D + i), some));
        const ofRate = multiplyAdd(f32x4.mul(ofKey, k), change, f32x4.mul(loadSome(at(pulls, 2 * D + i), some), read));
        const key = f32x4.mul(k, changed);
        storeSome(at(target, i), multiplyAdd(f32x4.mul(ofBonus, key), weight, loadSome(at(pulls, i), some)), some);
        storeSome(at(target, D + i), multiplyAdd(pull, ofRead, f32x4.mul(ofKey, changed)), some);
        storeSome(at(target, 2 * D + i), loadSome(at(down, 3 * D + i), some), some);
        const slope = f32x4.mul(f32x4.splat(-RATE), f32x4.mul(fade, f32x4.sub(one, fade)));
        storeSome(at(down, i), f32x4.mul(slope, loadSome(at(dgates, row * D + first + i), some)), some);
        storeSome(at(down, D + i), f32x4.mul(ofRate, f32x4.mul(rate, f32x4.sub(one, rate))), some);
        addProduct(at(sums, i), pull, k, some);
        addProduct(at(sums, D + i), f32x4.mul(ofKey, k), less, some);
        addProduct(at(sums, 2 * D + i), bonus, key, some);
      }
    }
  }
}

export function erase_inputs_units(rows: u32): u32 {
  return rows;
}

export function erase_inputs_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
