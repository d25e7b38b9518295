import { exp } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

/** Elements of a unit. */
const BLOCK: u32 = 1024;
const INVERSE_ROOT_2: f32 = 0.7071067811865475;
const INVERSE_ROOT_TWO_PI: f32 = 0.3989422804014327;

/** Beyond this, x φ(x) is next to nothing. */
const DENSITY_END: f32 = 14;

// test/wasm/functions.test.ts holds the bounds that the docstrings give.

/** Φ(x) from x and `power` = e^(-x²/2): erfc(u) = e^(-u²) t P(t), t = 1 / (1 + u/2), P a minimax fit. */
function normalCdf(x: v128, power: v128): v128 {
  const u = f32x4.mul(f32x4.abs(x), f32x4.splat(INVERSE_ROOT_2));
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(u, f32x4.splat(0.5), one));
  let p = multiplyAdd(f32x4.splat(-0.0563919842), t, f32x4.splat(0.271267742));
  p = multiplyAdd(p, t, f32x4.splat(-0.459040403));
  p = multiplyAdd(p, t, f32x4.splat(0.245020032));
  p = multiplyAdd(p, t, f32x4.splat(-0.00316446507));
  p = multiplyAdd(p, t, f32x4.splat(0.192398399));
  p = multiplyAdd(p, t, f32x4.splat(0.24581784));
  p = multiplyAdd(p, t, f32x4.splat(0.281982541));
  p = multiplyAdd(p, t, f32x4.splat(0.282110244));
  const tail = f32x4.mul(f32x4.mul(p, t), f32x4.mul(power, f32x4.splat(0.5)));
  return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, f32x4.splat(0)));
}

function powerOf(x: v128): v128 {
  return exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/** x Φ(x); relative error below 8e-6 (5e-7 for x > -1). */
export function geluOf(x: v128): v128 {
  return f32x4.mul(x, normalCdf(x, powerOf(x)));
}

/** The derivative of x Φ(x): Φ(x) + x φ(x), φ the normal density; absolute error below 4e-7. */
export function geluSlope(x: v128): v128 {
  const power = powerOf(x);
  const density = f32x4.mul(power, f32x4.splat(INVERSE_ROOT_TWO_PI));
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-DENSITY_END)), f32x4.splat(DENSITY_END));
  return multiplyAdd(bounded, density, normalCdf(x, power));
}

export function gelu(from: u32, to: u32, x: usize, y: usize, n: u32): void {
  const last = min(n, to * BLOCK);
  for (let i = from * BLOCK; i < last; i += 4) storeSome(at(y, i), geluOf(loadSome(at(x, i), last - i)), last - i);
}

export function gelu_backward(from: u32, to: u32, x: usize, dy: usize, dx: usize, n: u32, accumulate: u32): void {
  const last = min(n, to * BLOCK);
  for (let i = from * BLOCK; i < last; i += 4) {
    const slope = geluSlope(loadSome(at(x, i), last - i));
    putSome(at(dx, i), f32x4.mul(loadSome(at(dy, i), last - i), slope), last - i, accumulate !== 0);
  }
}

export function gelu_units(n: u32): u32 {
  return (n + BLOCK - 1) / BLOCK;
}

export function gelu_backward_units(n: u32): u32 {
  return (n + BLOCK - 1) / BLOCK;
}
