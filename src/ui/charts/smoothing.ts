/**
 * The mean of all values so far at each place, in which a value counts half as much after every `halfLife` places. Places are steps, so
 * values that are seldom measured are smoothed over the same steps as others. NaN stays NaN and counts nothing.
 */
export function smoothed(values: ArrayLike<number>, halfLife: number): Float64Array {
  const keeps = 0.5 ** (1 / halfLife);
  const means = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    sum *= keeps;
    weight *= keeps;
    if (!Number.isFinite(value)) {
      means[i] = Number.NaN;
      continue;
    }
    sum += value;
    weight += 1;
    means[i] = sum / weight;
  }
  return means;
}

/** Half-lives to choose from, in steps; 0: not smoothed. */
export const halfLives = [0, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
