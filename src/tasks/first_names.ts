import { z } from 'zod';
import type { Field } from '../field';
import { characterVocabulary, codePoints } from './characters';
import { constantGuess, UNIGRAM } from './frequencies';
import { LONGEST, wholeNumber } from './parameters';
import { Random } from './random';
import { fillNextToken, seededBatches } from './sequences';
import { type Task, TaskError } from './task';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Characters of a sequence; a name and its line end take about seven.',
  min: 1,
  max: LONGEST,
  unit: 'characters',
  options: [16, 32, 64, 128, 256],
};
const schema = z.strictObject({ length: wholeNumber(length, 32) });

/** First names, one per line, in random order. A tenth of them validate. A sequence starts with a line end. */
export const firstNames: Task<z.infer<typeof schema>> = {
  name: 'first_names',
  title: 'First names',
  summary:
    'The model reads first names letter by letter and learns to invent new ones, one per line. ' +
    'There is little to remember but the last few letters, so even a short memory (an n-gram) goes far.',
  citations: ['Karpathy 2022, makemore (a character model of names)'],
  measure: 'bits',
  protocol: 'continues',
  schema,
  fields: [length],
  async open(p, seed, materials) {
    const L = p.length;
    const names = [...new Set((await materials.corpus('first-names')).split(/\s*\n\s*/))].filter(name => name !== '');
    if (names.length < 10)
      throw new TaskError(
        `The list has ${names.length} names; at least 10 are needed, one per line. Use a longer list.`,
      );
    const vocabulary = characterVocabulary(codePoints(`\n${names.join('\n')}`));
    const shuffled = Array.from(new Random(seed, 'split').distinct(names.length, names.length), i =>
      vocabulary.encode(`${names[i]}\n`),
    );
    const cut = Math.floor(names.length * 0.9);
    const split = { train: shuffled.slice(0, cut), validation: shuffled.slice(cut) };
    const [lineEnd] = vocabulary.encode('\n');
    return {
      vocabulary,
      length: L,
      batch: seededBatches(seed, L, (random, tokens, targets, which) => {
        const symbols = new Int32Array(L + 1);
        symbols[0] = lineEnd;
        for (let t = 1; t <= L; ) {
          const name = split[which][random.below(split[which].length)];
          symbols.set(name.subarray(0, L + 1 - t), t);
          t += name.length;
        }
        fillNextToken(symbols, tokens, targets);
      }),
      prompt: '\n',
      baselines: [
        { name: 'uniform', loss: Math.log(vocabulary.size) },
        { name: UNIGRAM, loss: constantGuess(frequencies(split.validation, L, vocabulary.size)).loss },
      ],
    };
  },
};

/**
 * Expected count of each token (V) among L targets that begin with a name, with names drawn uniformly. Sequences begin with
 * whole names but end anywhere, so first letters weigh more than in the list.
 */
function frequencies(names: readonly Int32Array[], L: number, V: number): Float64Array {
  const longest = Math.min(L, Math.max(...names.map(name => name.length)));
  const lengths = new Float64Array(longest + 1);
  /** Expected tokens (V) among the first m characters of a name. */
  const among = Array.from({ length: longest + 1 }, () => new Float64Array(V));
  for (const name of names) {
    if (name.length <= longest) lengths[name.length] += 1 / names.length;
    for (let m = 1; m <= longest; m++) for (const token of name.subarray(0, m)) among[m][token] += 1 / names.length;
  }
  /** Probability that a name begins at each place. */
  const begins = new Float64Array(L);
  const sum = new Float64Array(V);
  for (let at = 0; at < L; at++) {
    begins[at] = at === 0 ? 1 : 0;
    for (let n = 1; n <= Math.min(at, longest); n++) begins[at] += lengths[n] * begins[at - n];
    const counted = among[Math.min(longest, L - at)];
    for (let token = 0; token < V; token++) sum[token] += begins[at] * counted[token];
  }
  return sum;
}
