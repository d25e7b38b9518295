/** Address of an element of an array of f32 or i32. */
export function at(array: usize, index: u32): usize {
  return array + ((<usize>index) << 2);
}

/** a b + c of four lanes: one rounding in the build with relaxed SIMD, two in the other. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a b of four lanes, rounded as `multiplyAdd`. */
export function subtractProduct(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** The sum of four lanes, added up in pairs. */
export function sumLanes(a: v128): f32 {
  const pairs = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

export function maxLanes(a: v128): f32 {
  const pairs = f32x4.pmax(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** The first `count` of four elements, at most 4; the other lanes are 0. Reads nothing beyond them. */
export function loadSome(from: usize, count: u32): v128 {
  if (count >= 4) return v128.load(from);
  let lanes = v128.load32_zero(from);
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(from, 4));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(from, 8));
  return lanes;
}

/** The first `count` lanes, at most 4. Writes nothing beyond them. */
export function storeSome(to: usize, lanes: v128, count: u32): void {
  if (count >= 4) {
    v128.store(to, lanes);
    return;
  }
  store<f32>(to, f32x4.extract_lane(lanes, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(lanes, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(lanes, 2), 8);
}

/** Writes to a gradient: overwrites it, or adds to it. */
export function putSome(to: usize, lanes: v128, count: u32, adds: bool): void {
  storeSome(to, adds ? f32x4.add(loadSome(to, count), lanes) : lanes, count);
}

/** The real parts of the first `count` of four complex numbers, at most 4, (re, im) after (re, im). */
export function loadReal(from: usize, count: u32): v128 {
  if (count >= 4) return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
  let lanes = v128.load32_zero(from);
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(from, 8));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(from, 16));
  return lanes;
}

/** The imaginary parts, as `loadReal`. */
export function loadImaginary(from: usize, count: u32): v128 {
  if (count >= 4) return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 1, 3, 5, 7);
  let lanes = v128.load32_zero(from, 4);
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(from, 12));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(from, 20));
  return lanes;
}

/** Writes the first `count` of four complex numbers, at most 4, (re, im) after (re, im). */
export function storeComplex(to: usize, re: v128, im: v128, count: u32): void {
  if (count >= 4) {
    v128.store(to, v128.shuffle<f32>(re, im, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<f32>(re, im, 2, 6, 3, 7), 16);
    return;
  }
  store<f32>(to, f32x4.extract_lane(re, 0));
  store<f32>(to, f32x4.extract_lane(im, 0), 4);
  if (count > 1) store<f32>(to, f32x4.extract_lane(re, 1), 8);
  if (count > 1) store<f32>(to, f32x4.extract_lane(im, 1), 12);
  if (count > 2) store<f32>(to, f32x4.extract_lane(re, 2), 16);
  if (count > 2) store<f32>(to, f32x4.extract_lane(im, 2), 20);
}

/** The real part of a b + c of complex numbers. */
export function realOf(aRe: v128, aIm: v128, bRe: v128, bIm: v128, c: v128): v128 {
  return subtractProduct(aIm, bIm, multiplyAdd(aRe, bRe, c));
}

/** The imaginary part of a b + c of complex numbers. */
export function imaginaryOf(aRe: v128, aIm: v128, bRe: v128, bIm: v128, c: v128): v128 {
  return multiplyAdd(aIm, bRe, multiplyAdd(aRe, bIm, c));
}
