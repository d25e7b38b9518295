import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';

/** A row of `inner` numbers times rows of b (columns, inner), without packing -> c (columns). */
export function dots(row: usize, b: usize, inner: u32, columns: u32, c: usize): void {
  const whole = inner & ~3;
  for (let n: u32 = 0; n < columns; n += 4, b += (<usize>inner) << 4) {
    const b1 = b + (columns - n > 1 ? (<usize>inner) << 2 : 0);
    const b2 = b + (columns - n > 2 ? (<usize>inner) << 3 : 0);
    const b3 = b + (columns - n > 3 ? <usize>inner * 12 : 0);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let k: u32 = 0; k < whole; k += 4) {
      const x = v128.load(at(row, k));
      s0 = multiplyAdd(x, v128.load(at(b, k)), s0);
      s1 = multiplyAdd(x, v128.load(at(b1, k)), s1);
      s2 = multiplyAdd(x, v128.load(at(b2, k)), s2);
      s3 = multiplyAdd(x, v128.load(at(b3, k)), s3);
    }
    if (inner > whole) {
      const rest = inner - whole;
      const x = loadSome(at(row, whole), rest);
      s0 = multiplyAdd(x, loadSome(at(b, whole), rest), s0);
      s1 = multiplyAdd(x, loadSome(at(b1, whole), rest), s1);
      s2 = multiplyAdd(x, loadSome(at(b2, whole), rest), s2);
      s3 = multiplyAdd(x, loadSome(at(b3, whole), rest), s3);
    }
    let sums = f32x4.splat(sumLanes(s0));
    sums = f32x4.replace_lane(sums, 1, sumLanes(s1));
    sums = f32x4.replace_lane(sums, 2, sumLanes(s2));
    sums = f32x4.replace_lane(sums, 3, sumLanes(s3));
    storeSome(at(c, n), sums, columns - n);
  }
}
