/** What a guess costs, in nats a token, and the share of tokens that it gets right. */
export interface Guess {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * The best guess that is the same everywhere, for tokens that are as frequent as `weights` (V, any sum above 0): it knows the frequencies
 * and says them, so its loss is their entropy; no other guess that is the same everywhere has a lower one.
 */
export function constantGuess(weights: ArrayLike<number>): Guess {
  const all = Array.from(weights);
  const sum = all.reduce((a, b) => a + b, 0);
  const loss = all.reduce((total, weight) => (weight > 0 ? total + (weight / sum) * Math.log(sum / weight) : total), 0);
  return { loss, accuracy: Math.max(...all) / sum };
}

/** Name of the baseline of texts that constantGuess gives. */
export const UNIGRAM = 'unigram (character frequencies)';
