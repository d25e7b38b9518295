import { z } from 'zod';
import type { Field } from '../field';
import { markovBaselines } from './markov_baselines';
import { chain } from './markov_chain';
import { LONGEST, wholeNumber } from './parameters';
import { inContextScore } from './position_measures';
import { fillNextToken, seededBatches } from './sequences';
import type { Baseline, Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence: how much of its chain a model can see.',
  min: 1,
  max: LONGEST,
  unit: 'tokens',
  options: [32, 64, 100, 128, 256, 512, 1024],
};
const states: Field = {
  key: 'states',
  label: 'States',
  help: 'How many letters the chains are made of.',
  min: 2,
  max: 26,
  unit: 'letters',
};
const schema = z.strictObject({ length: wholeNumber(length, 100), states: wholeNumber(states, 3) });
type Parameters = z.infer<typeof schema>;

const PROMPT_TOKENS = 12;

/**
 * In-context Markov chains. Every sequence has its own chain: transition rows from a flat Dirichlet prior, and a uniform first
 * letter. Edelman et al. draw the first letter from the chain's stationary distribution; a uniform one makes add-one counting
 * exactly Bayes-optimal.
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
      measures: inContextScore(L),
      get baselines() {
        measured ??= markovBaselines(L, p.states);
        return measured;
      },
    };
  },
};
