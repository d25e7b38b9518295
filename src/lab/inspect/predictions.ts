import type { HostArray } from '../../gpu/dtype';
import { TaskError } from '../../tasks/task';
import { firstNotFinite } from '../race/first_not_finite';

/** Next tokens shown for each position. */
const SHOWN = 5;

export interface Prediction {
  readonly token: number;
  readonly probability: number;
}

/** Throws TaskError if logits (L, V) are not all finite: then they predict nothing. */
export function checkLogits(logits: HostArray, V: number): void {
  const at = firstNotFinite(logits);
  if (at < 0) return;
  const token = Math.floor(at / V);
  throw new TaskError(
    `This contender diverged: its logits after token ${token + 1} are not finite numbers. Train it again with a lower learning rate.`,
  );
}

/** logits (L, V) -> log-probabilities (L, V), natural. */
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
