/**
 * Loss, in nats per token, of a guess that knows only how often each token of 0..V-1 occurs in `training`, measured on `measured`.
 * Tokens that never occur in training are passed over, as they are in training targets.
 */
export function unigramLoss(training: Int32Array, measured: Int32Array, V: number): number {
  const counts = new Float64Array(V);
  for (const token of training) counts[token]++;
  const losses = counts.map(count => Math.log(training.length / count));
  let sum = 0;
  let scored = 0;
  for (const token of measured) {
    if (counts[token] > 0) {
      sum += losses[token];
      scored++;
    }
  }
  return sum / scored;
}
