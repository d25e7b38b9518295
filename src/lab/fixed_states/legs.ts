import { legendreSum } from './legendre';

/**
 * A step of HiPPO-LegS, c' = A c + B f, by the bilinear rule: (I - dt/2 A)⁻¹ ((I + dt/2 A) c + dt B f). Changes c. A is
 * -√(2n + 1)√(2k + 1) below its diagonal and -(n + 1) on it, B is √(2n + 1), so a running sum solves it (Gu et al. 2020, arXiv:2008.07669).
 */
function step(c: Float64Array, f: number, dt: number): void {
  let [old, solved] = [0, 0];
  for (let n = 0; n < c.length; n++) {
    const root = Math.sqrt(2 * n + 1);
    const own = c[n];
    const right = own - (dt / 2) * (root * old + (n + 1) * own) + dt * root * f;
    const next = (right - (dt / 2) * root * solved) / (1 + (dt / 2) * (n + 1));
    old += root * own;
    solved += root * next;
    c[n] = next;
  }
}

/**
 * What N numbers hold of the whole signal f (L samples): the operator scaled by 1/t, with uniform weight on all of the past. Returns
 * the signal that they rebuild (L).
 */
export function rebuildLegs(f: Float64Array, N: number): Float64Array {
  const c = legsState(f, N);
  const last = Math.max(1, f.length - 1);
  return f.map((_, j) => legendreSum(c, (2 * j) / last - 1));
}

/** The state (N) after the signal: steps of 1/k. */
export function legsState(f: Float64Array, N: number): Float64Array {
  const c = new Float64Array(N);
  c[0] = f[0];
  for (let k = 1; k < f.length; k++) step(c, f[k], 1 / k);
  return c;
}

/**
 * The operator with a fixed step 1/window, from which S4 starts: the weight of the past falls as exp(-age / window). Returns the
 * signal that the state rebuilds (L).
 */
export function rebuildFadingLegs(f: Float64Array, N: number, window: number): Float64Array {
  const c = fadingLegsState(f, N, window);
  return f.map((_, j) => legendreSum(c, 2 * Math.exp(-(f.length - 1 - j) / window) - 1));
}

/** The state (N) after the signal: steps of 1/window. */
export function fadingLegsState(f: Float64Array, N: number, window: number): Float64Array {
  const c = new Float64Array(N);
  for (const sample of f) step(c, sample, 1 / window);
  return c;
}
