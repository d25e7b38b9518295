import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import { Random } from './random';
import { fillNextToken, seededBatches } from './sequences';
import type { Baseline, Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence: how much of its chain a model can see.',
  min: 1,
  max: LONGEST,
  step: 1,
  unit: 'tokens',
  options: [32, 64, 100, 128, 256, 512, 1024],
};
const states: Field = {
  key: 'states',
  label: 'States',
  help: 'How many letters the chains are made of.',
  min: 2,
  max: 26,
  step: 1,
  unit: 'letters',
};
const schema = z.strictObject({ length: wholeNumber(length, 100), states: wholeNumber(states, 3) });
type Parameters = z.infer<typeof schema>;

/** Tokens over which the two lines are averaged, in at most so many sequences. */
const BASELINE_TOKENS = 2 ** 19;
const BASELINE_SEQUENCES = 4096;
const PROMPT_TOKENS = 12;

/**
 * In-context Markov chains. Every sequence has its own chain: transition rows from a flat Dirichlet prior, first letter uniform.
 * Edelman et al. draw the first letter from the chain's stationary law; uniform makes counting plus one exactly Bayes-optimal.
 */
export const markov: Task<Parameters> = {
  name: 'markov',
  title: 'Markov chains in context',
  summary:
    'Every sequence follows a random rule of its own: each letter has its own odds for the next one. A model must find the rule while it reads (in-context learning); ' +
    'first it learns how often letters come (unigrams), later which letter follows which (bigrams).',
  citations: [
    'Edelman et al. 2024, The Evolution of Statistical Induction Heads: In-Context Learning Markov Chains, arXiv:2402.11004',
  ],
  measure: 'bits',
  protocol: 'continues',
  schema,
  fields: [length, states],
  async open(p, seed) {
    const L = p.length;
    const vocabulary = symbolVocabulary(letters(p.states));
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      fillNextToken(chain(random, p.states, L + 1), tokens, targets);
    });
    let measured: readonly Baseline[] | undefined;
    return {
      vocabulary,
      length: L,
      batch,
      prompt: vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_TOKENS)),
      get baselines() {
        measured ??= measureBaselines(p);
        return measured;
      },
    };
  },
};

/** `count` letters of a fresh chain over `n` states. */
function chain(random: Random, n: number, count: number): Int32Array {
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

/** Mean losses over fresh sequences, the same for every seed; their standard error is below 0.005 nat at the default size. */
function measureBaselines({ length: L, states }: Parameters): Baseline[] {
  const sequences = Math.max(1, Math.min(BASELINE_SEQUENCES, Math.ceil(BASELINE_TOKENS / L)));
  let unigram = 0;
  let bigram = 0;
  for (let i = 0; i < sequences; i++) {
    const losses = countingLosses(chain(new Random(0, 'baseline', i), states, L + 1), states);
    unigram += losses.unigram / sequences;
    bigram += losses.bigram / sequences;
  }
  return [
    { name: 'uniform', loss: Math.log(states) },
    { name: 'Bayes-optimal unigram', loss: unigram },
    { name: 'Bayes-optimal bigram', loss: bigram },
  ];
}

/**
 * Mean loss, in nats, of the predictors (count + 1) / (total + states) over one sequence (L + 1). Counting pairs is the exact posterior
 * mean of this task's prior; counting letters is that of a prior without memory, as Edelman et al. define the unigram strategy.
 */
export function countingLosses(symbols: ArrayLike<number>, states: number): { unigram: number; bigram: number } {
  const L = symbols.length - 1;
  const seen = new Float64Array(states);
  const left = new Float64Array(states);
  const pairs = new Float64Array(states * states);
  let unigram = 0;
  let bigram = 0;
  for (let t = 0; t < L; t++) {
    const from = symbols[t];
    const to = symbols[t + 1];
    seen[from]++;
    unigram -= Math.log((seen[to] + 1) / (t + 1 + states));
    bigram -= Math.log((pairs[from * states + to] + 1) / (left[from] + states));
    left[from]++;
    pairs[from * states + to]++;
  }
  return { unigram: unigram / L, bigram: bigram / L };
}
