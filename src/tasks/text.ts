import { z } from 'zod';
import type { Field } from '../field';
import { characterVocabulary, codePoints } from './characters';
import { constantGuess, UNIGRAM } from './frequencies';
import { nameCharacter } from './name_character';
import { checkOwnText } from './own_text';
import { LONGEST, orShorter, wholeNumber } from './parameters';
import { plainText } from './plain_text';
import { inContextScore } from './position_measures';
import { type Materials, type OpenTask, type Task, TaskError } from './task';
import { streamBatches, windowBatches, windowFrequencies } from './windows';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Characters of a sequence: how far back a model can look while it trains.',
  min: 1,
  max: LONGEST,
  unit: 'characters',
  options: [32, 64, 128, 256, 512, 1024, 2048, 4096],
};
const schema = z.strictObject({
  source: z.enum(['moby-dick', 'own']).default('moby-dick'),
  length: wholeNumber(length, 128),
});

const OPENING = 'Call me Ishmael.';
const PROMPT_CHARACTERS = 24;

/** Characters of a text. As in nanoGPT, the first 90 % train and the last 10 % validate. */
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
    return openText(plainText(await read(p.source, materials)), p, seed);
  },
};

async function read(source: 'moby-dick' | 'own', materials: Materials): Promise<string> {
  if (source === 'moby-dick') return materials.corpus('moby-dick');
  if (materials.ownText === undefined || materials.ownText === '')
    throw new TaskError('There is no text of your own yet; give one, or use Moby-Dick.');
  return checkOwnText(materials.ownText);
}

function openText(whole: string, p: z.infer<typeof schema>, seed: number): OpenTask {
  const L = p.length;
  const codes = codePoints(whole);
  const cut = Math.floor(codes.length * 0.9);
  const trained = new Set(codes.subarray(0, cut));
  checkSizes(codes.length, cut, trained.size, L);
  const vocabulary = characterVocabulary(codes);
  const tokens = vocabulary.tokensOf(codes);
  const [train, validation] = [tokens.subarray(0, cut), tokens.subarray(cut)];
  return {
    vocabulary,
    length: L,
    batch: windowBatches(seed, L, { train, validation }),
    stream: streamBatches(seed, L, train),
    material: { kind: 'text', text: whole, cut },
    prompt: p.source === 'moby-dick' ? OPENING : vocabulary.decode(train.subarray(0, PROMPT_CHARACTERS)),
    baselines: [
      { name: 'uniform', loss: Math.log(vocabulary.size) },
      { name: UNIGRAM, loss: constantGuess(windowFrequencies(validation, L, vocabulary.size)).loss },
    ],
    caution: newCharacters(codes.subarray(cut), trained),
    measures: inContextScore(L),
  };
}

/** Most characters that a caution names. */
const NAMED = 5;

/** A caution for a validation part with characters that no model can have learned. */
function newCharacters(validation: Int32Array, trained: ReadonlySet<number>): string | undefined {
  const met = validation.filter(code => !trained.has(code));
  if (met.length === 0) return undefined;
  const different = [...new Set(met)];
  const names = different.slice(0, NAMED).map(code => nameCharacter(String.fromCodePoint(code)));
  const others = different.length > NAMED ? ` and ${(different.length - NAMED).toLocaleString('en')} more` : '';
  const percent = (100 * met.length) / validation.length;
  const share = percent < 0.1 ? 'less than 0.1 %' : `${percent.toFixed(1)} %`;
  return (
    `In the last tenth of the text, which validates, ${share} of the characters never occur in the rest, so no model can learn them: ` +
    `${names.join(', ')}${others}. Put a part that has them nearer the beginning.`
  );
}

function checkSizes(characters: number, cut: number, distinct: number, L: number): void {
  const longest = characters - cut - 1;
  if (longest < L)
    throw new TaskError(
      `The text has ${characters.toLocaleString('en')} characters; a length of ${L.toLocaleString('en')} needs at least ` +
        `${(10 * L + 1).toLocaleString('en')}, a tenth of them for validation. Use a longer text` +
        orShorter(longest, length),
    );
  if (distinct < 2)
    throw new TaskError('The first nine tenths of the text are one character over and over; use a more varied text.');
}
