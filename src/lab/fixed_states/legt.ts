import { legendreSum } from './legendre';
import { bilinear, type Matrix, times } from './linear';

/**
 * HiPPO-LegT, the memory of the Legendre Memory Unit (Voelker et al. 2019; Gu et al. 2020, arXiv:2008.07669): N numbers hold the
 * last `window` samples, with equal weight, and nothing before. Returns the signal that they rebuild (L); 0 before the window.
 */
export function rebuildLegt(f: Float64Array, N: number, window: number): Float64Array {
  const c = legtState(f, N, window);
  return f.map((_, j) => {
    const age = f.length - 1 - j;
    return age > window ? 0 : legendreSum(c, 1 - (2 * age) / window);
  });
}

/** The state (N) after the signal: coefficients of orthonormal Legendre polynomials, 1 at the newest sample. */
export function legtState(f: Float64Array, N: number, window: number): Float64Array {
  const { A, b } = discrete(N, window);
  let c = new Float64Array(N);
  for (const sample of f) c = times(A, c).map((value, n) => value + b[n] * sample);
  return c;
}

/**
 * window · c' = A c + B f by the bilinear rule, a sample a step. In orthonormal polynomials A is -√(2n + 1)√(2k + 1) up to the diagonal
 * and that times (-1)^(k - n) above it, B is √(2n + 1).
 */
function discrete(N: number, window: number): { readonly A: Matrix; readonly b: Float64Array } {
  const root = (n: number): number => Math.sqrt(2 * n + 1);
  const entry = (n: number, k: number): number => -root(n) * root(k) * (k > n && (k - n) % 2 === 1 ? -1 : 1);
  const A = Array.from({ length: N }, (_, n) => Float64Array.from({ length: N }, (_, k) => entry(n, k)));
  return bilinear(
    A,
    Float64Array.from({ length: N }, (_, n) => root(n)),
    1 / window,
  );
}
