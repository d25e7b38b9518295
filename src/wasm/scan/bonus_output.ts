import { meanOf, scaleOf } from '../pointwise/head_layer_norm';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** A unit is a row. */
export function bonus_output(
  from: u32,
  to: u32,
  y: usize,
  gated: usize,
  weight: usize,
  bias: usize,
  out: usize,
  D: u32,
  H: u32,
  eps: f32,
): void {
  const n = D / H;
  for (let row = from; row < to; row++) {
    const own = at(gated, row * (4 * D + H));
    for (let h: u32 = 0; h < H; h++) {
      const place = row * D + h * n;
      const mean = meanOf(at(y, place), n);
      const scale = f32x4.splat(scaleOf(at(y, place), n, mean, eps));
      const bonus = v128.load32_splat(at(own, 4 * D + h));
      for (let i: u32 = 0; i < n; i += 4) {
        const some = n - i;
        const gate = at(own, 2 * D + h * n + i);
        const normed = f32x4.mul(f32x4.sub(loadSome(at(y, place + i), some), f32x4.splat(mean)), scale);
        let shown = multiplyAdd(normed, loadSome(at(weight, h * n + i), some), loadSome(at(bias, h * n + i), some));
        shown = multiplyAdd(bonus, loadSome(at(gate, D), some), shown);
        storeSome(at(out, place + i), f32x4.mul(shown, loadSome(gate, some)), some);
      }
    }
  }
}

/** A unit is a copy of the gradients of weight and bias, of a segment of rows. Scratch holds a head, and its pulls. */
export function bonus_output_backward(
  from: u32,
  to: u32,
  scratch: usize,
  y: usize,
  gated: usize,
  weight: usize,
  bias: usize,
  dout: usize,
  dgated: usize,
  dweight: usize,
  dbias: usize,
  rows: u32,
  D: u32,
  H: u32,
  eps: f32,
  segment: u32,
): void {
  const n = D / H;
  const width = 4 * D + H;
  const pulls = at(scratch, (n + 3) & ~3);
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dweight, copy * D), 0, (<usize>D) << 2);
    memory.fill(at(dbias, copy * D), 0, (<usize>D) << 2);
    for (let head = copy * segment * H; head < min(rows, (copy + 1) * segment) * H; head++) {
      const row = head / H;
      const column = (head % H) * n;
      const head_y = at(y, row * D + column);
      const mean = meanOf(head_y, n);
      const scale = f32x4.splat(scaleOf(head_y, n, mean, eps));
      const s = v128.load32_splat(at(gated, row * width + 4 * D + (head % H)));
      let ofBonus = f32x4.splat(0);
      let sum = f32x4.splat(0);
      let along = f32x4.splat(0);
      for (let i: u32 = 0; i < n; i += 4) {
        const some = n - i;
        const place = row * width + 2 * D + column + i;
        const v = loadSome(at(gated, place + D), some);
        const factor = loadSome(at(weight, column + i), some);
        const own = loadSome(at(dout, row * D + column + i), some);
        const normed = f32x4.mul(f32x4.sub(loadSome(at(head_y, i), some), f32x4.splat(mean)), scale);
        const shown = multiplyAdd(s, v, multiplyAdd(normed, factor, loadSome(at(bias, column + i), some)));
        const pull = f32x4.mul(own, loadSome(at(gated, place), some));
        storeSome(at(dgated, place), f32x4.mul(own, shown), some);
        storeSome(at(dgated, place + D), f32x4.mul(pull, s), some);
        ofBonus = multiplyAdd(pull, v, ofBonus);
        const toWeight = at(dweight, copy * D + column + i);
        const toBias = at(dbias, copy * D + column + i);
        storeSome(toWeight, multiplyAdd(pull, normed, loadSome(toWeight, some)), some);
        storeSome(toBias, f32x4.add(pull, loadSome(toBias, some)), some);
        const ofNorm = f32x4.mul(pull, factor);
        v128.store(at(scratch, i), normed);
        v128.store(at(pulls, i), ofNorm);
        sum = f32x4.add(sum, ofNorm);
        along = multiplyAdd(ofNorm, normed, along);
      }
      store<f32>(at(dgated, row * width + 4 * D + (head % H)), sumLanes(ofBonus));
      const part = f32x4.splat(sumLanes(sum) / <f32>n);
      const turn = f32x4.splat(sumLanes(along) / <f32>n);
      for (let i: u32 = 0; i < n; i += 4) {
        const left = subtractProduct(v128.load(at(scratch, i)), turn, f32x4.sub(v128.load(at(pulls, i)), part));
        storeSome(at(head_y, i), f32x4.mul(scale, left), n - i);
      }
    }
  }
}

export function bonus_output_units(rows: u32): u32 {
  return rows;
}

export function bonus_output_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}

export function bonus_output_backward_scratch(D: u32, H: u32): u32 {
  return 8 * ((D / H + 3) & ~3);
}
