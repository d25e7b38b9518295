import { Random } from '../../tasks/random';
import { bilinear, dot, type Matrix, times } from './linear';

/** A direction that the others explain up to this share adds nothing that float64 can tell. */
const LEAST_SHARE = 1e-9;

/**
 * What N numbers of a random linear system, h = A h + b f, hold of the signal f (L samples). A is Gaussian, scaled so that its largest
 * eigenvalue fades as exp(-age / window). The reading is the best that a linear one can be: of all signals that lead to
 * this state, the smallest (the pseudo-inverse, by Gram and Schmidt). Returns the signal that it rebuilds (L).
 */
export function rebuildRandom(f: Float64Array, N: number, window: number, seed: number): Float64Array {
  const L = f.length;
  const { A, b } = randomSystem(N, window, seed);
  const responses = Array.from({ length: N }, () => new Float64Array(L));
  let response = b;
  for (let age = 0; age < L; age++) {
    for (const [n, row] of responses.entries()) row[L - 1 - age] = response[n];
    response = times(A, response);
  }
  const state = responses.map(row => dot(row, f));
  const rebuilt = new Float64Array(L);
  const basis: { readonly direction: Float64Array; readonly amount: number }[] = [];
  for (const [n, row] of responses.entries()) {
    const size = Math.sqrt(dot(row, row));
    let amount = state[n];
    // Twice is enough: after the second pass the rest is orthogonal to rounding (Kahan, in Parlett 1980).
    for (let pass = 0; pass < 2; pass++) {
      for (const known of basis) {
        const share = dot(row, known.direction);
        amount -= share * known.amount;
        for (let j = 0; j < L; j++) row[j] -= share * known.direction[j];
      }
    }
    const rest = Math.sqrt(dot(row, row));
    if (!(rest > LEAST_SHARE * size)) continue;
    const direction = row.map(value => value / rest);
    basis.push({ direction, amount: amount / rest });
  }
  for (const { direction, amount } of basis) for (let j = 0; j < L; j++) rebuilt[j] += amount * direction[j];
  return rebuilt;
}

/**
 * h' = A h + b f with A = N/2 · Gaussian / √N, so that its eigenvalues spread as those of HiPPO do, by the bilinear rule with steps
 * of 1/window.
 */
function randomSystem(N: number, window: number, seed: number): { readonly A: Matrix; readonly b: Float64Array } {
  const random = new Random(seed, 'weights');
  const normal = () => random.normal();
  const drawn = Array.from({ length: N }, () => Float64Array.from({ length: N }, normal));
  const b = Float64Array.from({ length: N }, normal);
  const stepped = bilinear(
    drawn.map(row => row.map(value => (value * Math.sqrt(N)) / 2)),
    b,
    1 / window,
  );
  const factor = Math.exp(-1 / window) / spectralRadius(stepped.A);
  return { A: stepped.A.map(row => row.map(value => value * factor)), b: stepped.b };
}

/** The size of the largest eigenvalue, real or not: the norm of a high power, by repeated squaring. Relative error below 1e-3. */
function spectralRadius(matrix: Matrix): number {
  const N = matrix.length;
  let power = matrix;
  let logarithm = 0;
  let exponent = 1;
  for (let doubling = 0; doubling < 14; doubling++) {
    const norm = Math.sqrt(power.reduce((sum, row) => sum + dot(row, row), 0));
    logarithm += Math.log(norm) / exponent;
    const scaled = power.map(row => row.map(value => value / norm));
    const columns = Array.from({ length: N }, (_, k) => Float64Array.from(scaled, row => row[k]));
    power = scaled.map(row => Float64Array.from(columns, column => dot(row, column)));
    exponent *= 2;
  }
  return Math.exp(logarithm);
}
