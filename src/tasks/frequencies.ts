/** Loss of a guess in nats per token, and its accuracy. */
export interface Guess {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * The best constant guess for tokens with frequencies in proportion to `weights` (V, any sum above 0). It predicts these
 * frequencies, so its loss is their entropy, the lowest of all constant guesses.
 */
export function constantGuess(weights: ArrayLike<number>): Guess {
  const all = Array.from(weights);
  const sum = all.reduce((a, b) => a + b, 0);
  const loss = all.reduce((total, weight) => (weight > 0 ? total + (weight / sum) * Math.log(sum / weight) : total), 0);
  return { loss, accuracy: Math.max(...all) / sum };
}

/** Name of the baseline that constantGuess gives for texts. */
export const UNIGRAM = 'unigram (character frequencies)';
