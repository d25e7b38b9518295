import { z } from 'zod';
import type { Field } from '../field';
import { checkShortest, LONGEST, wholeNumber } from './parameters';
import { inductionMeasures } from './position_measures';
import { askingTask, fillNextToken, seededBatches } from './sequences';
import type { Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const shortest: Field = {
  key: 'shortest',
  label: 'Shortest copy',
  help: 'Tokens of the shortest random piece. If all are as long as the longest, counting back is enough, and nothing need be looked up.',
  min: 2,
  max: LONGEST / 2,
  unit: 'tokens',
  options: [2, 4, 8, 16, 32, 64, 128],
};
const length: Field = {
  key: 'length',
  label: 'Longest copy',
  help: 'Tokens of the longest random piece; a sequence has twice as many.',
  min: 2,
  max: LONGEST / 2,
  unit: 'tokens',
  options: [8, 16, 32, 64, 128, 256, 512, 1024, 2048],
};
const vocabulary: Field = {
  key: 'vocabulary',
  label: 'Vocabulary',
  help: 'How many different tokens there are, the star included.',
  min: 3,
  max: 1024,
  unit: 'tokens',
  options: [4, 8, 16, 32, 64, 128, 256],
};
const schema = z.strictObject({
  shortest: wholeNumber(shortest, 8),
  length: wholeNumber(length, 32),
  vocabulary: wholeNumber(vocabulary, 64),
});

/**
 * The star V-1, then n uniform tokens 0..V-2 again and again; n is uniform from `shortest` to `length`. Every next token is scored. Olsson et
 * al. repeat pieces of one length to test models of text. A model that trains on one length learns to count back.
 */
export const repeatedTokens: Task<z.infer<typeof schema>> = {
  name: 'repeated_tokens',
  title: 'Repeated random tokens',
  summary:
    'A piece of random tokens comes after a star, and then the same piece again, until the end; the model says at every token which one comes next. ' +
    'Nobody can know the first copy. A model that looks up what followed last time, as an induction head does, knows the others; Inspect measures the loss of both.',
  citations: ['Olsson et al. 2022, In-context Learning and Induction Heads, arXiv:2209.11895'],
  measure: 'bits',
  protocol: 'answers',
  unit: 'token',
  schema,
  fields: [shortest, length, vocabulary],
  async open(p, seed) {
    checkShortest(p, 'copy');
    const L = 2 * p.length;
    const star = p.vocabulary - 1;
    const symbols = symbolVocabulary([...letters(star), '★']);
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      const n = p.shortest + random.below(p.length - p.shortest + 1);
      const read = new Int32Array(L + 1).fill(star);
      for (let t = 1; t <= L; t++) read[t] = t <= n ? random.below(star) : read[t - n];
      fillNextToken(read, tokens, targets);
    });
    const unknown = (p.shortest + p.length) / 2;
    const baselines = [
      { name: 'chance', loss: Math.log(star) },
      { name: 'later copies known', loss: (unknown / L) * Math.log(star) },
    ];
    return { ...askingTask(symbols, L, batch, star, baselines), measures: inductionMeasures(p.shortest, p.length) };
  },
};
