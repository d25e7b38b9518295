import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';
import { addRow } from './block_linear';

/** `rank` numbers by a weight (rank, N), with a bias unless it is 0 -> N numbers, four rows of the weight at a time. */
function product(x: usize, rank: u32, weight: usize, bias: usize, N: u32, out: usize): void {
  for (let n: u32 = 0; n < N; n += 4) {
    const some = N - n;
    let sum = bias ? loadSome(at(bias, n), some) : f32x4.splat(0);
    let more = f32x4.splat(0);
    let k: u32 = 0;
    for (; k + 1 < rank; k += 2) {
      const from = at(weight, k * N + n);
      sum = multiplyAdd(v128.load32_splat(at(x, k)), loadSome(from, some), sum);
      more = multiplyAdd(v128.load32_splat(at(x, k + 1)), loadSome(at(from, N), some), more);
    }
    if (k < rank) sum = multiplyAdd(v128.load32_splat(at(x, k)), loadSome(at(weight, k * N + n), some), sum);
    storeSome(at(out, n), f32x4.add(sum, more), some);
  }
}

/** A unit is a row. */
export function low_rank(
  from: u32,
  to: u32,
  values: usize,
  a: usize,
  b: usize,
  c: usize,
  a_bias: usize,
  b_bias: usize,
  out: usize,
  N: u32,
  ka: u32,
  kb: u32,
  kc: u32,
  stride: u32,
  x: u32,
  out_stride: u32,
  y: u32,
): void {
  for (let row = from; row < to; row++) {
    const own = at(values, row * stride + x);
    const target = at(out, row * out_stride + y);
    product(own, ka, a, a_bias, N, target);
    product(at(own, ka), kb, b, b_bias, N, at(target, N));
    product(at(own, ka + kb), kc, c, 0, N, at(target, 2 * N));
  }
}

/** What N numbers and a weight (rank, N) give `rank` numbers; `curve`: 0 for values as they are, 1 for those of a tanh, 2 of a sigmoid. */
function pullBack(
  pulls: usize,
  rank: u32,
  weight: usize,
  N: u32,
  values: usize,
  curve: u32,
  to: usize,
  adds: bool,
): void {
  for (let k: u32 = 0; k < rank; k++) {
    let sum = f32x4.splat(0);
    for (let n: u32 = 0; n < N; n += 4) {
      sum = multiplyAdd(loadSome(at(pulls, n), N - n), loadSome(at(weight, k * N + n), N - n), sum);
    }
    const value = load<f32>(at(values, k));
    const slope: f32 = curve === 0 ? 1 : curve === 1 ? 1 - value * value : value * (1 - value);
    putSome(at(to, k), f32x4.splat(slope * sumLanes(sum)), 1, adds);
  }
}

/** A unit is a row. */
export function low_rank_input(
  from: u32,
  to: u32,
  values: usize,
  dout: usize,
  a: usize,
  b: usize,
  c: usize,
  dvalues: usize,
  N: u32,
  ka: u32,
  kb: u32,
  kc: u32,
  stride: u32,
  x: u32,
  out_stride: u32,
  y: u32,
  d_stride: u32,
  dx: u32,
  accumulate: u32,
): void {
  const adds = accumulate !== 0;
  for (let row = from; row < to; row++) {
    const own = at(values, row * stride + x);
    const pulls = at(dout, row * out_stride + y);
    const target = at(dvalues, row * d_stride + dx);
    pullBack(pulls, ka, a, N, own, 1, target, adds);
    pullBack(at(pulls, N), kb, b, N, at(own, ka), 0, at(target, ka), adds);
    pullBack(at(pulls, 2 * N), kc, c, N, at(own, ka + kb), 2, at(target, ka + kb), adds);
  }
}

/** Adds what a row gives to the gradient of a weight (rank, N). */
function addProducts(x: usize, rank: u32, pulls: usize, N: u32, to: usize): void {
  for (let k: u32 = 0; k < rank; k++) addRow(pulls, v128.load32_splat(at(x, k)), at(to, k * N), N);
}

/** A unit is a copy of the gradients, of a segment of rows. */
export function low_rank_weight(
  from: u32,
  to: u32,
  values: usize,
  dout: usize,
  da: usize,
  db: usize,
  dc: usize,
  da_bias: usize,
  db_bias: usize,
  rows: u32,
  N: u32,
  ka: u32,
  kb: u32,
  kc: u32,
  stride: u32,
  x: u32,
  out_stride: u32,
  y: u32,
  segment: u32,
): void {
  const one = f32x4.splat(1);
  for (let copy = from; copy < to; copy++) {
    const ofA = at(da, copy * ka * N);
    const ofB = at(db, copy * kb * N);
    const ofC = at(dc, copy * kc * N);
    memory.fill(ofA, 0, (<usize>(ka * N)) << 2);
    memory.fill(ofB, 0, (<usize>(kb * N)) << 2);
    memory.fill(ofC, 0, (<usize>(kc * N)) << 2);
    memory.fill(at(da_bias, copy * N), 0, (<usize>N) << 2);
    memory.fill(at(db_bias, copy * N), 0, (<usize>N) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const own = at(values, row * stride + x);
      const pulls = at(dout, row * out_stride + y);
      addProducts(own, ka, pulls, N, ofA);
      addProducts(at(own, ka), kb, at(pulls, N), N, ofB);
      addProducts(at(own, ka + kb), kc, at(pulls, 2 * N), N, ofC);
      addRow(pulls, one, at(da_bias, copy * N), N);
      addRow(at(pulls, N), one, at(db_bias, copy * N), N);
    }
  }
}

export function low_rank_units(rows: u32): u32 {
  return rows;
}

export function low_rank_input_units(rows: u32): u32 {
  return rows;
}

export function low_rank_weight_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
