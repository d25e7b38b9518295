import { multiplyAdd, subtractProduct } from './lanes';

// The polynomials are minimax fits (Remez) of the functions' remainders. test/wasm/functions.test.ts holds the bounds that the docstrings
// give. A NaN gives NaN, except for `log`.

const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 in two parts: the first has few digits, so that its product with a whole number is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
/** 1.5 · 2^23. A number of at most 2^22 that it is added to is rounded to a whole number, which the last bits of the sum hold. */
const TO_WHOLE: f32 = 12582912;

/** e^x of four lanes; relative error below 1e-7. x is held to -87.33 … 88.3: below it gives 1.2e-38 in place of 0, above 2.2e38. */
export function exp(x: v128): v128 {
  // pmax and pmin are one instruction each, max and min several; a NaN stays.
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.33)), f32x4.splat(88.3));
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(LOG2_E)), f32x4.splat(TO_WHOLE));
  const whole = f32x4.sub(shifted, f32x4.splat(TO_WHOLE));
  let r = subtractProduct(whole, f32x4.splat(LN2_HIGH), bounded);
  r = subtractProduct(whole, f32x4.splat(LN2_LOW), r);
  let p = multiplyAdd(f32x4.splat(0.00138145988), r, f32x4.splat(0.00836871658));
  p = multiplyAdd(p, r, f32x4.splat(0.041668389));
  p = multiplyAdd(p, r, f32x4.splat(0.166665211));
  p = multiplyAdd(p, r, f32x4.splat(0.49999994));
  p = multiplyAdd(p, f32x4.mul(r, r), r);
  p = f32x4.add(p, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + e^-x); relative error below 1.5e-7, and 5e-39 in place of 0 for x < -88.3. */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** Relative error below 2.5e-7. Near 0 it has its own polynomial, because 2 sigmoid(2 x) - 1 loses digits there. */
export function tanh(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = multiplyAdd(f32x4.splat(-0.00566078955), z, f32x4.splat(0.0206020083));
  p = multiplyAdd(p, z, f32x4.splat(-0.0537292287));
  p = multiplyAdd(p, z, f32x4.splat(0.133313283));
  p = multiplyAdd(p, z, f32x4.splat(-0.333332777));
  const near = multiplyAdd(p, f32x4.mul(z, x), x);
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(one, exp(f32x4.add(x, x)))));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}

/** log(1 + u) for u in 0..1, by 2 artanh(u / (2 + u)). */
function logOnePlus(u: v128): v128 {
  const s = f32x4.div(u, f32x4.add(f32x4.splat(2), u));
  const z = f32x4.mul(s, s);
  let p = multiplyAdd(f32x4.splat(0.12150836), z, f32x4.splat(0.107137389));
  p = multiplyAdd(p, z, f32x4.splat(0.143084496));
  p = multiplyAdd(p, z, f32x4.splat(0.199994385));
  p = multiplyAdd(p, z, f32x4.splat(0.333333373));
  const double = f32x4.add(s, s);
  return multiplyAdd(p, f32x4.mul(z, double), double);
}

/** log(1 + e^x), with all digits of small results: relative error below 2.5e-7, and 1.2e-38 in place of 0 for x < -87.33. */
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), logOnePlus(exp(f32x4.neg(f32x4.abs(x)))));
}

/** 1 - e^-x for x >= 0, with all digits of small results: relative error below 2e-7. */
export function oneMinusExp(x: v128): v128 {
  let p = multiplyAdd(f32x4.splat(0.000197903413), f32x4.neg(x), f32x4.splat(0.00139446591));
  p = multiplyAdd(p, f32x4.neg(x), f32x4.splat(0.00833349675));
  p = multiplyAdd(p, f32x4.neg(x), f32x4.splat(0.0416662954));
  p = multiplyAdd(p, f32x4.neg(x), f32x4.splat(0.166666657));
  p = multiplyAdd(p, f32x4.neg(x), f32x4.splat(0.5));
  const near = subtractProduct(p, f32x4.mul(x, x), x);
  const far = f32x4.sub(f32x4.splat(1), exp(f32x4.neg(x)));
  return v128.bitselect(near, far, f32x4.lt(x, f32x4.splat(0.34)));
}

/** log(x) for a normal number x > 0; relative error below 2e-7. For other numbers its result means nothing. */
export function log(x: v128): v128 {
  // A mantissa between √½ and √2, so that logs near 0 keep their digits.
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const m = f32x4.sub(mantissa, f32x4.splat(1));
  const s = f32x4.div(m, f32x4.add(f32x4.splat(2), m));
  const z = f32x4.mul(s, s);
  let p = multiplyAdd(f32x4.splat(0.14937298), z, f32x4.splat(0.199887216));
  p = multiplyAdd(p, z, f32x4.splat(0.33333388));
  const double = f32x4.add(s, s);
  const small = multiplyAdd(p, f32x4.mul(z, double), double);
  const low = multiplyAdd(exponent, f32x4.splat(LN2_LOW), small);
  return multiplyAdd(exponent, f32x4.splat(LN2_HIGH), low);
}

/** `exp` of one number. */
export function expOne(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

/** `log` of one number. */
export function logOne(x: f32): f32 {
  return f32x4.extract_lane(log(f32x4.splat(x)), 0);
}
