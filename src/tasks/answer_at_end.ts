import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import { promptToFirstAnswer, seededBatches } from './sequences';
import { type OpenTask, TaskError } from './task';
import { symbolVocabulary } from './vocabulary';

/**
 * What the formal-language tasks share: a word of random symbols, '=', and one answer, which is scored at the '='.
 * Words differ in length, uniformly from `shortest` to `length`; they start at the left, and what follows '=' is padding
 * that is not scored, and that a causal model cannot see from where it answers. For a test at one length set both to it.
 */

const length: Field = {
  key: 'length',
  label: 'Longest word',
  help: 'Symbols of the longest word; every sequence has one more token, the equals sign.',
  min: 1,
  max: LONGEST,
  step: 1,
  unit: 'symbols',
  options: [10, 20, 40, 80, 128, 256, 512, 1024],
};
const shortest: Field = {
  key: 'shortest',
  label: 'Shortest word',
  help: 'Symbols of the shortest word; at most as long as the longest.',
  min: 1,
  max: LONGEST,
  step: 1,
  unit: 'symbols',
  options: [1, 2, 5, 10, 20, 40],
};

export const wordFields: readonly Field[] = [shortest, length];
export const wordSchema = z.strictObject({ shortest: wholeNumber(shortest, 2), length: wholeNumber(length, 40) });
export type WordParameters = z.infer<typeof wordSchema>;

/** The alphabet of a language, the answers there are, and which one is right. Symbol and answer i are written as the i-th glyph. */
export interface Language {
  readonly symbols: readonly string[];
  /** Glyphs of the answers; where one is also a symbol, both are the same token. */
  readonly answers: readonly string[];
  /** Index in `answers` for a word given as indices in `symbols`. */
  answer(word: Int32Array): number;
}

export function openLanguage(language: Language, p: WordParameters, seed: number): OpenTask {
  if (p.shortest > p.length)
    throw new TaskError(
      `The shortest word (${p.shortest}) is longer than the longest (${p.length}); set shortest to at most ${p.length}.`,
    );
  const { symbols, answers } = language;
  const all = [...new Set([...symbols, ...answers]), '=', '·'];
  const answerTokens = answers.map(answer => all.indexOf(answer));
  const vocabulary = symbolVocabulary(all);
  const L = p.length + 1;
  const batch = seededBatches(seed, L, (random, tokens, targets) => {
    const n = p.shortest + random.below(p.length - p.shortest + 1);
    for (let t = 0; t < n; t++) tokens[t] = random.below(symbols.length);
    tokens.fill(all.indexOf('='), n, n + 1).fill(all.indexOf('·'), n + 1);
    targets[n] = answerTokens[language.answer(tokens.subarray(0, n))];
  });
  return {
    vocabulary,
    length: L,
    batch,
    get prompt() {
      return promptToFirstAnswer(vocabulary, batch);
    },
    baselines: [{ name: 'chance', loss: Math.log(answers.length) }],
    chanceAccuracy: 1 / answers.length,
  };
}
