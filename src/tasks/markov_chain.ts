import type { Random } from './random';

/** `count` letters of a fresh chain over `n` states. */
export function chain(random: Random, n: number, count: number): Int32Array {
  const cumulative = Array.from({ length: n }, () => flatDirichlet(random, n));
  const out = new Int32Array(count);
  out[0] = random.below(n);
  for (let t = 1; t < count; t++) {
    const row = cumulative[out[t - 1]];
    const u = random.uniform();
    let next = 0;
    while (next < n - 1 && row[next] <= u) next++;
    out[t] = next;
  }
  return out;
}

/** Cumulative probabilities drawn uniformly from the simplex: n exponential numbers over their sum. */
function flatDirichlet(random: Random, n: number): Float64Array {
  const row = Float64Array.from({ length: n }, () => -Math.log(random.uniform()));
  const sum = row.reduce((a, b) => a + b, 0);
  let total = 0;
  return row.map(x => {
    total += x / sum;
    return total;
  });
}
