/** Next tokens shown of each position. */
const SHOWN = 5;

export interface Prediction {
  readonly token: number;
  readonly probability: number;
}

/** logits (L, V) -> ln of probabilities (L, V). */
export function logProbabilities(logits: ArrayLike<number>, V: number): Float64Array {
  const all = Float64Array.from(logits);
  for (let at = 0; at < all.length; at += V) {
    const row = all.subarray(at, at + V);
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
    for (let v = 0; v < V; v++) row[v] = (row[v] ?? 0) - total;
  }
  return all;
}

/** The likeliest of V tokens, most likely first. */
export function likeliest(row: Float64Array): Prediction[] {
  return Array.from(row, (log, token) => ({ token, probability: Math.exp(log) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN);
}
