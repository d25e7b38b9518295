import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { inFours } from './in_fours';

const GROUP = 64;

/** The exact form of GELU (Hendrycks and Gimpel 2016): x Φ(x), (n) -> (n). */
export const gelu = defineKernel({
  name: 'gelu',
  buffers: { x: 'read', y: 'write' },
  dims: u32('n'),
  grid: ({ n }) => linearGrid(n, GROUP),
  variants: inFours('gelu', () => 1, 'n'),
  probe: () => ({ dims: { n: 260 }, elements: { x: 260, y: 260 } }),
  reference({ x, y }, { n }) {
    for (let i = 0; i < n; i++) y[i] = x[i] * normalCdf(x[i]);
  },
});

export const geluBackward = defineKernel({
  name: 'gelu_backward',
  buffers: { x: 'read', dy: 'read', dx: 'accumulate' },
  dims: u32('n'),
  grid: ({ n }) => linearGrid(n, GROUP),
  variants: inFours('gelu_backward', () => 1, 'n'),
  probe: () => ({ dims: { n: 260 }, elements: { x: 260, dy: 260, dx: 260 } }),
  reference({ x, dy }, { n }, put) {
    for (let i = 0; i < n; i++) {
      const density = Math.exp(-0.5 * x[i] ** 2) / Math.sqrt(2 * Math.PI);
      put.dx(i, dy[i] * (normalCdf(x[i]) + x[i] * density));
    }
  },
});

/** Beyond this, 1 - erf would lose digits, and the continued fraction of erfc converges fast. */
const SERIES_END = 2.5;

/** Φ(x) = erfc(-x / √2) / 2 to about 1e-14: by the series of erf near 0, and by the continued fraction of erfc beyond SERIES_END. */
export function normalCdf(x: number): number {
  const u = Math.abs(x) / Math.SQRT2;
  if (u < SERIES_END) return 0.5 + Math.sign(x) * 0.5 * erfSeries(u);
  const tail = 0.5 * erfcFraction(u);
  return x > 0 ? 1 - tail : tail;
}

/** erf(u) = 2/√π exp(-u²) Σ 2^k u^(2k+1) / (2k+1)!!, all terms positive. */
function erfSeries(u: number): number {
  let term = u;
  let sum = u;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (2 * u * u) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-u * u) * sum;
}

/** erfc(u) = exp(-u²)/√π · 1/(u + ½/(u + 1/(u + 3/2/(u + …)))), from the innermost fraction outward. */
function erfcFraction(u: number): number {
  let fraction = u;
  for (let k = 120; k > 0; k--) fraction = u + k / 2 / fraction;
  return Math.exp(-u * u) / Math.sqrt(Math.PI) / fraction;
}
