import { drawRows, longRun, walk } from './markov_chain';
import { Random } from './random';
import type { Baseline } from './task';

/** Random numbers drawn to measure the baselines, and most sequences. */
const NUMBERS = 2 ** 21;
const MOST_SEQUENCES = 2 ** 14;
/** With fewer sequences than this, the long run of so many chains corrects the mean. */
const CHAINS = 2 ** 11;
/** Range of the smoothing k, as powers of e. */
const LOWEST = -7;
const HIGHEST = 14;
const SECTIONS = 24;

/**
 * Lines of the Markov task, in nats a token, over fresh sequences of L tokens, the same for every seed. Chains differ
 * by about 0.15, so the standard errors are about 0.15 over the root of how many there are: at most 0.004. Where time
 * allows for few sequences, because they are long, they say how far their chains are from their own long run, and many
 * chains say what the long run is.
 *
 * Bigram: pairs of letters counted, plus one: the posterior mean of the task's prior, so nothing that reads the
 * sequence does better.
 * Unigram: letters counted, plus the k with which that costs least in the mean; the optimum among all symmetric Dirichlet priors over the frequencies of letters without memory. (All that the counts tell of a Markov
 * chain is a little more, and out of reach for many letters: it needs a sum over every order they could have come in.)
 * As k grows the guess becomes uniform, so it is never above that line.
 *
 * Both are summed as what the bigram guess, which is exact, expects of the next letter. That has the same mean as the
 * letters that come, spreads less, and keeps the lines in order in every sample: an entropy is never above a
 * cross-entropy.
 */
export function markovBaselines(L: number, states: number): Baseline[] {
  const sequences = Math.max(1, Math.min(MOST_SEQUENCES, Math.floor(NUMBERS / Math.max(L, states ** 2))));
  let bigram = 0;
  /** Expected number of targets whose letter has been counted so many times (L + 2). */
  const counted = new Float64Array(L + 2);
  const own = { pair: 0, letter: 0 };
  const all = { pair: 0, letter: 0 };
  for (let i = 0; i < Math.max(sequences, CHAINS); i++) {
    const random = new Random(0, 'baseline', i);
    const rows = drawRows(random, states);
    if (i < sequences) bigram += expect(walk(random, rows, L), states, counted);
    if (sequences >= CHAINS) continue;
    const { pair, letter } = longRun(rows);
    all.pair += pair / CHAINS;
    all.letter += letter / CHAINS;
    if (i >= sequences) continue;
    own.pair += pair / sequences;
    own.letter += letter / sequences;
  }
  const tokens = sequences * L;
  const uniform = Math.log(states);
  const smoothed = least(k => {
    let loss = 0;
    for (let read = 1; read <= L; read++) loss += sequences * Math.log(read + states * k);
    counted.forEach((targets, count) => {
      if (targets > 0) loss -= targets * Math.log(count + k);
    });
    return loss / tokens;
  });
  const unigram = Math.min(uniform, smoothed + all.letter - own.letter);
  return [
    { name: 'uniform', loss: uniform },
    { name: 'unigram, best smoothing', loss: unigram },
    // Only rounding can put it above: after one letter all three are equal.
    { name: 'Bayes-optimal bigram', loss: Math.min(unigram, bigram / tokens + all.pair - own.pair) },
  ];
}

/** Sum of the entropies of the next letter over one sequence (L); adds to `counted`. */
function expect(symbols: Int32Array, states: number, counted: Float64Array): number {
  const seen = new Int32Array(states);
  const left = new Int32Array(states).fill(states);
  const pairs = new Int32Array(states * states).fill(1);
  /** Sum of x log x over the pairs of every letter. */
  const spread = new Float64Array(states);
  let sum = 0;
  for (let t = 0; t < symbols.length; t++) {
    const from = symbols[t];
    if (t > 0) {
      const before = symbols[t - 1];
      const count = ++pairs[before * states + from];
      spread[before] += count * Math.log(count) - (count - 1) * Math.log(count - 1);
      left[before]++;
    }
    seen[from]++;
    const total = left[from];
    sum += Math.log(total) - spread[from] / total;
    for (let to = 0; to < states; to++) counted[seen[to]] += pairs[from * states + to] / total;
  }
  return sum;
}

/** The minimum of a function of e^x that falls and then rises, by golden-section search. */
function least(f: (k: number) => number): number {
  const section = (Math.sqrt(5) - 1) / 2;
  let low = LOWEST;
  let width = HIGHEST - LOWEST;
  let best = Number.POSITIVE_INFINITY;
  const at = (share: number): number => {
    const value = f(Math.exp(low + share * width));
    best = Math.min(best, value);
    return value;
  };
  let [a, b] = [at(1 - section), at(section)];
  for (let i = 0; i < SECTIONS; i++) {
    const falls = a > b;
    if (falls) low += (1 - section) * width;
    width *= section;
    if (falls) [a, b] = [b, at(section)];
    else [a, b] = [at(1 - section), a];
  }
  return best;
}
