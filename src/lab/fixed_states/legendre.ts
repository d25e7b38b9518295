/** The orthonormal Legendre polynomials √(2n + 1) P_n(x), n below N, at x from -1 to 1: (n + 1) P_{n+1} = (2n + 1) x P_n - n P_{n-1}. */
export function legendre(N: number, x: number): Float64Array {
  const values = new Float64Array(N);
  let [before, now] = [0, 1];
  for (let n = 0; n < N; n++) {
    values[n] = Math.sqrt(2 * n + 1) * now;
    [before, now] = [now, ((2 * n + 1) * x * now - n * before) / (n + 1)];
  }
  return values;
}

/** The sum of c_n √(2n + 1) P_n(x). */
export function legendreSum(c: Float64Array, x: number): number {
  return legendre(c.length, x).reduce((sum, value, n) => sum + value * c[n], 0);
}
