import { z } from 'zod';
import type { Field } from '../field';
import { characterVocabulary, codePoints } from './characters';
import { unigramLoss } from './frequencies';
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
  step: 1,
  unit: 'characters',
  options: [16, 32, 64, 128, 256],
};
const schema = z.strictObject({ length: wholeNumber(length, 32) });

/** First names one per line, in random order; a tenth of the names is kept for validation. A sequence starts with a line end. */
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
    const vocabulary = characterVocabulary(codePoints(`\n${names.join('\n')}`), false);
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
        {
          name: 'unigram (character frequencies)',
          loss: unigramLoss(joined(split.train), joined(split.validation), vocabulary.size),
        },
      ],
    };
  },
};

function joined(names: readonly Int32Array[]): Int32Array {
  return Int32Array.from(names.flatMap(name => Array.from(name)));
}
