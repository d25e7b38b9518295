import { z } from 'zod';
import type { Field } from '../field';
import { IGNORED } from '../scored';
import { characterVocabulary, codePoints } from './characters';
import { unigramLoss } from './frequencies';
import { checkOwnText } from './own_text';
import { LONGEST, wholeNumber } from './parameters';
import { plainText } from './plain_text';
import { type Materials, type OpenTask, type Task, TaskError } from './task';
import { windowBatches } from './windows';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Characters of a sequence: how far back a model can look while it trains.',
  min: 1,
  max: LONGEST,
  step: 1,
  unit: 'characters',
  options: [32, 64, 128, 256, 512, 1024, 2048, 4096],
};
const schema = z.strictObject({
  source: z.enum(['moby-dick', 'own']).default('moby-dick'),
  length: wholeNumber(length, 128),
});

const OPENING = 'Call me Ishmael.';
const PROMPT_CHARACTERS = 24;

/** Characters of a text: the first 90 % to train on, the last 10 % to validate, as nanoGPT splits its texts. */
export const text: Task<z.infer<typeof schema>> = {
  name: 'text',
  title: 'Text, character by character',
  summary:
    'The model reads a text and says at every character which one comes next: Melville’s Moby-Dick, or a text of your own. ' +
    'This is language modelling at its smallest; the loss tells how many bits each next character still costs.',
  citations: [
    'Melville 1851, Moby-Dick; or, The Whale (public domain)',
    'Karpathy 2015, The Unreasonable Effectiveness of Recurrent Neural Networks (character models of whole books)',
  ],
  measure: 'bits',
  protocol: 'continues',
  schema,
  fields: [length],
  async open(p, seed, materials) {
    return openText(codePoints(plainText(await read(p.source, materials))), p, seed);
  },
};

async function read(source: 'moby-dick' | 'own', materials: Materials): Promise<string> {
  if (source === 'moby-dick') return materials.corpus('moby-dick');
  if (materials.ownText === undefined || materials.ownText === '')
    throw new TaskError('There is no text of your own yet; paste a text or drop a file, or choose Moby-Dick.');
  return checkOwnText(materials.ownText);
}

function openText(codes: Int32Array, p: z.infer<typeof schema>, seed: number): OpenTask {
  const L = p.length;
  const cut = Math.floor(codes.length * 0.9);
  const known = new Set(codes.subarray(0, cut));
  checkSizes(codes.length, cut, known.size, L);
  const withUnknown = codes.subarray(cut).some(code => !known.has(code));
  const vocabulary = characterVocabulary(codes.subarray(0, cut), withUnknown);
  const train = vocabulary.tokensOf(codes.subarray(0, cut));
  const validation = vocabulary.tokensOf(codes.subarray(cut));
  const windows = windowBatches(seed, L, { train, validation });
  return {
    vocabulary,
    length: L,
    batch(split, index, B) {
      const { tokens, targets } = windows(split, index, B);
      // A character never seen in training is not scored.
      return { tokens, targets: targets.map(target => (target === vocabulary.unknown ? IGNORED : target)) };
    },
    prompt: p.source === 'moby-dick' ? OPENING : vocabulary.decode(train.subarray(0, PROMPT_CHARACTERS)),
    baselines: [
      { name: 'uniform', loss: Math.log(vocabulary.size) },
      { name: 'unigram (character frequencies)', loss: unigramLoss(train, validation, vocabulary.size) },
    ],
  };
}

function checkSizes(characters: number, cut: number, distinct: number, L: number): void {
  const longest = characters - cut - 1;
  if (longest < L)
    throw new TaskError(
      `The text has ${characters.toLocaleString('en')} characters; a length of ${L.toLocaleString('en')} needs at least ` +
        `${(10 * L + 1).toLocaleString('en')}, a tenth of them for validation. Use a longer text` +
        (longest >= 1 ? `, or set the length to at most ${longest.toLocaleString('en')}.` : '.'),
    );
  if (distinct < 2)
    throw new TaskError('The first nine tenths of the text are one character over and over; use a more varied text.');
}
