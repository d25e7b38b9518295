import { z } from 'zod';
import type { Choice, Field } from '../field';
import { constantGuess, type Guess } from './frequencies';
import { type Group, groupNames, groupOf } from './groups';
import { LONGEST, wholeNumber } from './parameters';
import { askingTask, seededBatches } from './sequences';
import type { Task } from './task';
import { wordVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Elements of a word; after each one the model says the product so far.',
  min: 1,
  max: LONGEST,
  unit: 'tokens',
  options: [8, 16, 32, 64, 128, 256, 512, 1024],
};
const group: Choice = {
  key: 'group',
  label: 'Group',
  help: 'What the elements are: orders of three or five things (S3, S5), even ones (A5), sums on a clock (Z60, Z5, Z2: parity), pairs of both (A4 × Z5). Only S5 and A5 are not solvable.',
  options: [
    { value: 'S3', label: 'S3' },
    { value: 'S5', label: 'S5' },
    { value: 'A5', label: 'A5' },
    { value: 'A4xZ5', label: 'A4 × Z5' },
    { value: 'Z60', label: 'Z60' },
    { value: 'Z5', label: 'Z5' },
    { value: 'Z2', label: 'Z2' },
  ],
};
const inputs: Choice = {
  key: 'inputs',
  label: 'Elements of a word',
  help: 'All of the group, or the neutral one and its generators: swaps of two things, turns of three in A5 and A4, plus one on a clock (modular counting).',
  options: [
    { value: 'all', label: 'All' },
    { value: 'generators', label: 'Generators' },
  ],
};
const answers: Choice = {
  key: 'answers',
  label: 'Answers',
  help: 'After every element, or only after the last: then a model has nothing but the whole word to answer from, and short beginnings do not help it.',
  options: [
    { value: 'all', label: 'After every element' },
    { value: 'last', label: 'After the last' },
  ],
};
const schema = z.strictObject({
  group: z.enum(groupNames).default('S3'),
  inputs: z.enum(['all', 'generators']).default('all'),
  answers: z.enum(['all', 'last']).default('all'),
  length: wholeNumber(length, 32),
});

/** Distributions of the product that differ by less are one. */
const SAME = 1e-15;

/**
 * Uniform elements x1 … xL; the answer after each is the product x1 ⋯ xt. As Merrill et al., with all elements. As “only swaps” of
 * Grazzi et al., with the generators of S3 or S5: the neutral element is among them, so the place alone does not tell the sign of the product.
 */
export const groupWords: Task<z.infer<typeof schema>> = {
  name: 'group_words',
  title: 'Group words',
  summary:
    'Every token rearranges a few things, or turns a clock; after each one the model says the order, or the hour, that all so far lead to (the word problem of a group). ' +
    'The model must follow a state through the whole word (state tracking). As far as is known, a model that trains in parallel needs more layers for longer words of S5 and A5.',
  citations: [
    'Merrill, Petty and Sabharwal 2024, The Illusion of State in State-Space Models, arXiv:2404.08819',
    'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
    'Liu et al. 2022, Transformers Learn Shortcuts to Automata, arXiv:2210.10749',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema,
  fields: [length],
  choices: [group, inputs, answers],
  async open(p, seed) {
    const own = groupOf(p.group);
    const words = p.inputs === 'all' ? [...own.elements.keys()] : own.generators;
    const batch = seededBatches(seed, p.length, (random, tokens, targets) => {
      let reached = 0;
      for (let t = 0; t < p.length; t++) {
        tokens[t] = words[random.below(words.length)];
        reached = own.product(reached, tokens[t]);
        if (p.answers === 'all' || t === p.length - 1) targets[t] = reached;
      }
    });
    return askingTask(wordVocabulary(own.elements), p.length, batch, bestGuess(own, words, p.length, p.answers));
  },
};

/** The mean over the asked places of the best guess that knows the place, but no element. */
function bestGuess({ elements, product }: Group, words: readonly number[], L: number, answers: 'all' | 'last'): Guess {
  let reached = Float64Array.from(elements, (_, element) => Number(element === 0));
  const sum = { loss: 0, accuracy: 0 };
  for (let t = 0; t < L; t++) {
    const next = new Float64Array(elements.length);
    reached.forEach((share, element) => {
      if (share > 0) for (const word of words) next[product(element, word)] += share / words.length;
    });
    const still = next.every((share, element) => Math.abs(share - reached[element]) < SAME);
    const places = still ? L - t : 1;
    const guess = constantGuess(next);
    if (answers === 'last' && (still || t === L - 1)) return guess;
    sum.loss += places * guess.loss;
    sum.accuracy += places * guess.accuracy;
    if (still) break;
    reached = next;
  }
  return { loss: sum.loss / L, accuracy: sum.accuracy / L };
}
