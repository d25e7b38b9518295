/** Rotations of every pair end after so few sweeps: eigenvalues of a symmetric matrix by Jacobi's method converge quadratically. */
const MOST_SWEEPS = 30;

/**
 * The eigenvalues of HiPPO-LegS without its low-rank part, -1/2 I + S with S skew (Gu et al. 2022, section 4): for N/2 conjugate pairs
 * the imaginary part, ascending, and the size of B = V* √(2n + 1). From -S², which is symmetric and has each square twice.
 */
export function legsModes(N: number): readonly { readonly frequency: number; readonly size: number }[] {
  const root = Float64Array.from({ length: N }, (_, n) => Math.sqrt(2 * n + 1));
  const entry = (n: number, k: number): number => (Math.sign(k - n) * root[n] * root[k]) / 2;
  const squares = Array.from({ length: N }, (_, n) =>
    Float64Array.from({ length: N }, (_, k) => {
      let sum = 0;
      for (let j = 0; j < N; j++) sum += entry(n, j) * entry(k, j);
      return sum;
    }),
  );
  const vectors = Array.from({ length: N }, (_, n) => Float64Array.from({ length: N }, (_, k) => (n === k ? 1 : 0)));
  diagonalise(squares, vectors);
  const order = [...squares.keys()].toSorted((a, b) => squares[a][a] - squares[b][b]);
  return Array.from({ length: N / 2 }, (_, pair) => {
    const own = [order[2 * pair], order[2 * pair + 1]];
    const square = own.reduce((sum, i) => sum + squares[i][i] / 2, 0);
    const onPlane = own.reduce((sum, i) => sum + vectors.reduce((dot, row, n) => dot + row[i] * root[n], 0) ** 2, 0);
    return { frequency: Math.sqrt(square), size: Math.sqrt(onPlane / 2) };
  });
}

/** Leaves the eigenvalues of a symmetric matrix on its diagonal, and its eigenvectors in the columns of `vectors`, at first the identity. */
function diagonalise(matrix: readonly Float64Array[], vectors: readonly Float64Array[]): void {
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < matrix.length; p++) {
      for (let q = p + 1; q < matrix.length; q++) {
        if (Math.abs(matrix[p][q]) <= 1e-17 * Math.sqrt(matrix[p][p] * matrix[q][q])) continue;
        turned = true;
        rotate(matrix, vectors, p, q);
      }
    }
    if (!turned) return;
  }
}

/** Makes element (p, q) zero. */
function rotate(matrix: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const slope = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
  const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope ** 2 + 1));
  const cosine = 1 / Math.sqrt(tangent ** 2 + 1);
  const sine = tangent * cosine;
  for (const row of [...matrix, ...vectors]) {
    const [left, right] = [row[p], row[q]];
    row[p] = cosine * left - sine * right;
    row[q] = sine * left + cosine * right;
  }
  for (let k = 0; k < matrix.length; k++) {
    const [upper, lower] = [matrix[p][k], matrix[q][k]];
    matrix[p][k] = cosine * upper - sine * lower;
    matrix[q][k] = sine * upper + cosine * lower;
  }
}
