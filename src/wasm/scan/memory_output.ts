import { meanOf, scaleOf } from '../pointwise/head_layer_norm';
import { expOne, sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** Added to the sum of weights, and to the variance of a head, as in NX-AI/xlstm. */
const EPS: f32 = 1e-6;
const VARIANCE_EPS: f32 = 1e-5;

/** The least that the sum of weights of a head counts as. */
function leastOf(m: f32): f32 {
  return expOne(-m);
}

/** Writes the n sums of a head by their sum of weights to `average`; returns 1 / that sum. */
function averageOf(sums: usize, n: u32, least: f32, average: usize): f32 {
  const share: f32 = 1 / (max(abs(load<f32>(at(sums, n))), least) + EPS);
  for (let j: u32 = 0; j < n; j += 4) {
    v128.store(at(average, j), f32x4.mul(loadSome(at(sums, j), n - j), f32x4.splat(share)));
  }
  return share;
}

/** A unit is a row. Scratch holds a head. */
export function memory_output(
  from: u32,
  to: u32,
  scratch: usize,
  sums: usize,
  values: usize,
  weight: usize,
  skip: usize,
  out: usize,
  E: u32,
  H: u32,
  stride: u32,
  u: u32,
  z: u32,
  m: u32,
): void {
  const n = E / H;
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    const own = at(values, row * stride);
    for (let h: u32 = 0; h < H; h++) {
      averageOf(at(sums, (row * H + h) * (n + 1)), n, leastOf(load<f32>(at(own, m + h))), scratch);
      const mean = meanOf(scratch, n);
      const scale = f32x4.splat(scaleOf(scratch, n, mean, VARIANCE_EPS));
      for (let j: u32 = 0; j < n; j += 4) {
        const some = n - j;
        const column = h * n + j;
        const gate = loadSome(at(own, z + column), some);
        const normed = f32x4.mul(f32x4.sub(v128.load(at(scratch, j)), f32x4.splat(mean)), scale);
        let value = f32x4.mul(normed, f32x4.add(one, loadSome(at(weight, column), some)));
        value = multiplyAdd(loadSome(at(skip, column), some), loadSome(at(own, u + column), some), value);
        storeSome(at(out, row * E + column), f32x4.mul(value, f32x4.mul(gate, sigmoid(gate))), some);
      }
    }
  }
}

/** A unit is a copy of the gradients of weight and skip, of a segment of rows. Scratch holds a head and its pulls. */
export function memory_output_backward(
  from: u32,
  to: u32,
  scratch: usize,
  sums: usize,
  values: usize,
  weight: usize,
  skip: usize,
  dout: usize,
  dvalues: usize,
  dweight: usize,
  dskip: usize,
  rows: u32,
  E: u32,
  H: u32,
  stride: u32,
  u: u32,
  z: u32,
  m: u32,
  d_stride: u32,
  du: u32,
  dz: u32,
  dm: u32,
  segment: u32,
): void {
  const n = E / H;
  const one = f32x4.splat(1);
  const pulls = at(scratch, (n + 3) & ~3);
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dweight, copy * E), 0, (<usize>E) << 2);
    memory.fill(at(dskip, copy * E), 0, (<usize>E) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const own = at(values, row * stride);
      const target = at(dvalues, row * d_stride);
      for (let h: u32 = 0; h < H; h++) {
        const head = at(sums, (row * H + h) * (n + 1));
        const counted = load<f32>(at(head, n));
        const least = leastOf(load<f32>(at(own, m + h)));
        const share = averageOf(head, n, least, scratch);
        const mean = f32x4.splat(meanOf(scratch, n));
        const scale = f32x4.splat(scaleOf(scratch, n, f32x4.extract_lane(mean, 0), VARIANCE_EPS));
        let sum = f32x4.splat(0);
        let along = f32x4.splat(0);
        for (let j: u32 = 0; j < n; j += 4) {
          const some = n - j;
          const column = h * n + j;
          const input = loadSome(at(own, u + column), some);
          const gate = loadSome(at(own, z + column), some);
          const open = sigmoid(gate);
          const pull = loadSome(at(dout, row * E + column), some);
          const shown = f32x4.mul(pull, f32x4.mul(gate, open));
          const normed = f32x4.mul(f32x4.sub(v128.load(at(scratch, j)), mean), scale);
          const factor = f32x4.add(one, loadSome(at(weight, column), some));
          const through = loadSome(at(skip, column), some);
          const value = multiplyAdd(through, input, f32x4.mul(normed, factor));
          const slope = f32x4.mul(open, multiplyAdd(gate, f32x4.sub(one, open), one));
          storeSome(at(target, du + column), f32x4.mul(shown, through), some);
          storeSome(at(target, dz + column), f32x4.mul(f32x4.mul(pull, value), slope), some);
          addSome(at(dskip, copy * E + column), shown, input, some);
          addSome(at(dweight, copy * E + column), shown, normed, some);
          const ofNorm = f32x4.mul(shown, factor);
          v128.store(at(pulls, j), ofNorm);
          sum = f32x4.add(sum, ofNorm);
          along = multiplyAdd(ofNorm, normed, along);
        }
        const part = f32x4.splat(sumLanes(sum) / <f32>n);
        const turn = f32x4.splat(sumLanes(along) / <f32>n);
        let ofTotal = f32x4.splat(0);
        for (let j: u32 = 0; j < n; j += 4) {
          const average = v128.load(at(scratch, j));
          const normed = f32x4.mul(f32x4.sub(average, mean), scale);
          const left = subtractProduct(normed, turn, f32x4.sub(v128.load(at(pulls, j)), part));
          const gradient = f32x4.mul(f32x4.mul(scale, left), f32x4.splat(share));
          storeSome(at(head, j), gradient, n - j);
          ofTotal = multiplyAdd(gradient, average, ofTotal);
        }
        const slope: f32 = abs(counted) > least ? (counted > 0 ? -1 : 1) : 0;
        const total = sumLanes(ofTotal);
        store<f32>(at(head, n), slope * total);
        store<f32>(at(target, dm + h), -EPS * total);
      }
    }
  }
}

/** to += a b, up to four numbers. */
function addSome(to: usize, a: v128, b: v128, count: u32): void {
  storeSome(to, multiplyAdd(a, b, loadSome(to, count)), count);
}

export function memory_output_units(rows: u32): u32 {
  return rows;
}

export function memory_output_scratch(E: u32, H: u32): u32 {
  return 4 * ((E / H + 3) & ~3);
}

export function memory_output_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}

export function memory_output_backward_scratch(E: u32, H: u32): u32 {
  return 8 * ((E / H + 3) & ~3);
}
