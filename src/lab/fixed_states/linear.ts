/** A square matrix, a row an array. */
export type Matrix = readonly Float64Array[];

/** Solves matrix · X = right for the columns of X, by elimination with row exchanges. Both have n rows. Neither is changed. */
export function solve(matrix: Matrix, right: Matrix): Matrix {
  const rows = matrix.map((row, i) => Float64Array.from([...row, ...(right[i] ?? [])]));
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const size = (i: number): number => Math.abs(rows[i]?.[column] ?? 0);
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (size(i) > size(pivot)) pivot = i;
    const [upper, chosen] = [rows[column], rows[pivot]];
    if (!upper || !chosen) break;
    rows[column] = chosen;
    rows[pivot] = upper;
    for (const [i, row] of rows.entries()) {
      const factor = i === column ? 0 : row[column] / chosen[column];
      if (factor !== 0) for (let j = column; j < row.length; j++) row[j] -= factor * chosen[j];
    }
  }
  return rows.map((row, i) => row.slice(n).map(value => value / row[i]));
}

/** matrix · vector */
export function times(matrix: Matrix, vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, row => dot(row, vector));
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** c' = A c + b f in steps of dt, by the bilinear rule: c = A c + b f with (I - dt/2 A)⁻¹ (I + dt/2 A) and (I - dt/2 A)⁻¹ dt b. */
export function bilinear(A: Matrix, b: Float64Array, dt: number): { readonly A: Matrix; readonly b: Float64Array } {
  const N = b.length;
  const half = (sign: number): Float64Array[] =>
    A.map((row, n) => row.map((value, k) => (n === k ? 1 : 0) + (sign * dt * value) / 2));
  const right = half(1).map((row, n) => Float64Array.from([...row, dt * b[n]]));
  const solved = solve(half(-1), right);
  return { A: solved.map(row => row.slice(0, N)), b: Float64Array.from(solved, row => row[N]) };
}
