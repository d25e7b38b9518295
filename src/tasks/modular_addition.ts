import { z } from 'zod';
import type { Field } from '../field';
import { constantGuess } from './frequencies';
import { wholeNumber } from './parameters';
import { Random } from './random';
import { askingTask, seededBatches } from './sequences';
import type { Task } from './task';
import { wordVocabulary } from './vocabulary';

const modulus: Field = {
  key: 'modulus',
  label: 'Modulus',
  help: 'The sum starts again at 0 when it reaches this number.',
  min: 2,
  max: 256,
  options: [7, 13, 31, 59, 97, 113],
};
const trainPercent: Field = {
  key: 'train_percent',
  label: 'Sums to train on',
  help: 'Share of all sums the model trains on; it is validated on the others, which it never sees.',
  min: 1,
  max: 99,
  unit: '%',
};
const schema = z.strictObject({ modulus: wholeNumber(modulus, 113), train_percent: wholeNumber(trainPercent, 30) });

/** Tokens are the numbers 0..modulus-1 and '='; a sequence is a, b, '=', and the one scored answer is (a + b) mod modulus. */
export const modularAddition: Task<z.infer<typeof schema>> = {
  name: 'modular_addition',
  title: 'Modular addition',
  summary:
    'What is a + b on a clock with as many hours as the modulus? The model trains on some of all sums and is validated on the rest; ' +
    'long after it knows the first by heart, it may come to understand the others too (grokking).',
  citations: [
    'Power et al. 2022, Grokking: Generalization Beyond Overfitting on Small Algorithmic Datasets, arXiv:2201.02177',
    'Nanda et al. 2023, Progress Measures for Grokking via Mechanistic Interpretability, arXiv:2301.05217',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema,
  fields: [modulus, trainPercent],
  async open(p, seed) {
    const all = p.modulus ** 2;
    const cut = Math.min(all - 1, Math.max(1, Math.round((all * p.train_percent) / 100)));
    const shuffled = new Random(seed, 'split').distinct(all, all);
    const pairs = { train: shuffled.subarray(0, cut), validation: shuffled.subarray(cut) };
    const sum = (pair: number): number => (Math.floor(pair / p.modulus) + (pair % p.modulus)) % p.modulus;
    const vocabulary = wordVocabulary([...Array.from({ length: p.modulus }, (_, n) => String(n)), '=']);
    const batch = seededBatches(seed, 3, (random, tokens, targets, split) => {
      const pair = pairs[split][random.below(pairs[split].length)];
      tokens.set([Math.floor(pair / p.modulus), pair % p.modulus, p.modulus]);
      targets[2] = sum(pair);
    });
    // In the validation part some sums are more frequent than others.
    const frequencies = new Float64Array(p.modulus);
    for (const pair of pairs.validation) frequencies[sum(pair)]++;
    return askingTask(vocabulary, 3, batch, constantGuess(frequencies));
  },
};
