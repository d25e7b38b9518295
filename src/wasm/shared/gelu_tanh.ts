import { sigmoid } from './functions';
import { multiplyAdd } from './lanes';

// x Φ(x) with Φ by a tanh, here as a sigmoid (Hendrycks and Gimpel 2016).

const SCALE: f32 = 1.5957691216057308;
const CUBE: f32 = 0.044715;
/** Beyond this, the slope of Φ is next to nothing. */
const FLAT: f32 = 15;

function openOf(x: v128): v128 {
  const one = f32x4.splat(1);
  return sigmoid(f32x4.mul(f32x4.mul(f32x4.splat(SCALE), x), multiplyAdd(f32x4.mul(x, x), f32x4.splat(CUBE), one)));
}

export function geluTanh(x: v128): v128 {
  return f32x4.mul(x, openOf(x));
}

/** The derivative of `geluTanh`. */
export function geluTanhSlope(x: v128): v128 {
  const one = f32x4.splat(1);
  const open = openOf(x);
  const near = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-FLAT)), f32x4.splat(FLAT));
  const inner = multiplyAdd(f32x4.mul(near, near), f32x4.splat(3 * CUBE), one);
  const bent = f32x4.mul(f32x4.mul(near, f32x4.splat(SCALE)), f32x4.mul(open, f32x4.sub(one, open)));
  return multiplyAdd(bent, inner, open);
}
