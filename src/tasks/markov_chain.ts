import type { Random } from './random';

/** Cumulative probabilities of the next letter, by letter: (n, n). */
type Rows = readonly Float64Array[];

/** A fresh chain over `n` letters. */
export function drawRows(random: Random, n: number): Rows {
  return Array.from({ length: n }, () => flatDirichlet(random, n));
}

/** `count` letters of a chain; the first is uniform. */
export function walk(random: Random, rows: Rows, count: number): Int32Array {
  const n = rows.length;
  const out = new Int32Array(count);
  out[0] = random.below(n);
  for (let t = 1; t < count; t++) {
    const row = rows[out[t - 1]];
    const u = random.uniform();
    let next = 0;
    while (next < n - 1 && row[next] <= u) next++;
    out[t] = next;
  }
  return out;
}

/** `count` letters of a fresh chain over `n` states. */
export function chain(random: Random, n: number, count: number): Int32Array {
  return walk(random, drawRows(random, n), count);
}

/** Entropies of a stationary chain, in nats: of the next letter given the previous one, and of a letter by itself. */
export interface LongRun {
  readonly pair: number;
  readonly letter: number;
}

export function longRun(rows: Rows): LongRun {
  const chances = rows.map(row => Array.from(row, (total, i) => total - (i === 0 ? 0 : row[i - 1])));
  const shares = stationary(chances);
  const pair = chances.reduce((sum, row, i) => sum + shares[i] * entropy(row), 0);
  return { pair, letter: entropy(shares) };
}

function entropy(chances: readonly number[]): number {
  return chances.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

/**
 * The stationary distribution, by removing states one by one and putting them back (Grassmann, Taksar, and Heyman 1985). It
 * subtracts nothing, so it loses no digits.
 */
function stationary(chances: readonly (readonly number[])[]): number[] {
  const p = chances.map(row => [...row]);
  for (let k = p.length - 1; k > 0; k--) {
    let leaves = 0;
    for (let j = 0; j < k; j++) leaves += p[k][j];
    for (let i = 0; i < k; i++) {
      p[i][k] /= leaves;
      for (let j = 0; j < k; j++) p[i][j] += p[i][k] * p[k][j];
    }
  }
  const shares = [1];
  for (let k = 1; k < p.length; k++) shares.push(shares.reduce((sum, share, i) => sum + share * p[i][k], 0));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map(share => share / all);
}

/** Cumulative probabilities, uniform on the simplex: n exponential numbers over their sum. */
function flatDirichlet(random: Random, n: number): Float64Array {
  const row = Float64Array.from({ length: n }, () => -Math.log(random.uniform()));
  const sum = row.reduce((a, b) => a + b, 0);
  let total = 0;
  return row.map(x => {
    total += x / sum;
    return total;
  });
}
