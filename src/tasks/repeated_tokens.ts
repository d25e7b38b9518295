import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import { inductionMeasures } from './position_measures';
import { askingTask, fillNextToken, seededBatches } from './sequences';
import type { Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length of a copy',
  help: 'Tokens of the random sequence; it comes twice, so a sequence has twice as many.',
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
const schema = z.strictObject({ length: wholeNumber(length, 32), vocabulary: wholeNumber(vocabulary, 64) });

/** The star V-1, then n uniform tokens 0..V-2 twice, without the last; every next token is scored, so each is a target twice. */
export const repeatedTokens: Task<z.infer<typeof schema>> = {
  name: 'repeated_tokens',
  title: 'Repeated random tokens',
  summary:
    'Random tokens come after a star, and then the same tokens again; the model says at every token which one comes next. ' +
    'Nobody can know the first copy. A model that looks up what followed last time, as an induction head does, knows the second; Inspect shows the loss of both.',
  citations: ['Olsson et al. 2022, In-context Learning and Induction Heads, arXiv:2209.11895'],
  measure: 'bits',
  protocol: 'answers',
  unit: 'token',
  schema,
  fields: [length, vocabulary],
  async open(p, seed) {
    const n = p.length;
    const star = p.vocabulary - 1;
    const symbols = symbolVocabulary([...letters(star), '★']);
    const batch = seededBatches(seed, 2 * n, (random, tokens, targets) => {
      const read = new Int32Array(2 * n + 1).fill(star);
      for (let i = 1; i <= n; i++) read[i] = random.below(star);
      fillNextToken(read.copyWithin(n + 1, 1, n + 1), tokens, targets);
    });
    const baselines = [
      { name: 'chance', loss: Math.log(star) },
      { name: 'the second copy known', loss: Math.log(star) / 2 },
    ];
    return { ...askingTask(symbols, 2 * n, batch, star, baselines), measures: inductionMeasures(n) };
  },
};
