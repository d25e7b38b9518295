import { z } from 'zod';
import type { Field } from '../field';
import { constantGuess, type Guess } from './frequencies';
import { checkShortest, LONGEST, wholeNumber } from './parameters';
import { askingTask, seededBatches } from './sequences';
import type { OpenTask, Task } from './task';
import { symbolVocabulary } from './vocabulary';

/**
 * The common part of the formal-language tasks: a word of random symbols, '=', and one answer, scored at the '='. Word lengths
 * are uniform from `shortest` to `length`; set both to one length to test there. Words start at the left. Padding follows '=';
 * it is not scored, and a causal model cannot see it when it answers.
 */

const length: Field = {
  key: 'length',
  label: 'Longest word',
  help: 'Symbols of the longest word; every sequence has one more token, the equals sign.',
  min: 1,
  max: LONGEST,
  unit: 'symbols',
  options: [10, 20, 40, 80, 128, 256, 512, 1024],
};
const shortest: Field = {
  key: 'shortest',
  label: 'Shortest word',
  help: 'Symbols of the shortest word; at most as long as the longest.',
  min: 1,
  max: LONGEST,
  unit: 'symbols',
  options: [1, 2, 5, 10, 20, 40],
};

const wordSchema = z.strictObject({ shortest: wholeNumber(shortest, 2), length: wholeNumber(length, 40) });
export type WordParameters = z.infer<typeof wordSchema>;

/** An automaton that reads a word and answers. The i-th glyph stands for symbol i and answer i. */
export interface Language {
  readonly symbols: readonly string[];
  /** Glyphs of the answers. An answer and a symbol with the same glyph are one token. */
  readonly answers: readonly string[];
  /** States are 0..states-1; it begins in 0. */
  readonly states: number;
  step(state: number, symbol: number): number;
  /** Index in `answers`. */
  answer(state: number): number;
}

/** The task of answering what a language's automaton answers, by its name and what is said of it. */
export function languageTask(
  words: Pick<Task, 'name' | 'title' | 'summary' | 'citations'>,
  language: Language,
): Task<WordParameters> {
  return {
    ...words,
    measure: 'accuracy',
    protocol: 'answers',
    schema: wordSchema,
    fields: [shortest, length],
    open: async (p, seed) => openLanguage(language, p, seed),
  };
}

function openLanguage(language: Language, p: WordParameters, seed: number): OpenTask {
  checkShortest(p, 'word');
  const { symbols, answers } = language;
  const all = [...new Set([...symbols, ...answers]), '=', '·'];
  const answerTokens = answers.map(answer => all.indexOf(answer));
  const vocabulary = symbolVocabulary(all);
  const L = p.length + 1;
  const batch = seededBatches(seed, L, (random, tokens, targets) => {
    const n = p.shortest + random.below(p.length - p.shortest + 1);
    for (let t = 0; t < n; t++) tokens[t] = random.below(symbols.length);
    tokens.fill(all.indexOf('='), n, n + 1).fill(all.indexOf('·'), n + 1);
    targets[n] = answerTokens[language.answer(tokens.subarray(0, n).reduce(language.step, 0))];
  });
  return askingTask(vocabulary, L, batch, bestGuess(language, p));
}

/**
 * The best guess that knows the length of the word but none of its symbols: its loss in nats and its accuracy. Answers of short
 * words are not always equally frequent.
 */
function bestGuess({ symbols, answers, states, step, answer }: Language, p: WordParameters): Guess {
  let reached = new Float64Array(states);
  reached[0] = 1;
  const sum = { loss: 0, accuracy: 0 };
  for (let n = 1; n <= p.length; n++) {
    const next = new Float64Array(states);
    reached.forEach((share, state) => {
      for (let symbol = 0; symbol < symbols.length; symbol++) next[step(state, symbol)] += share / symbols.length;
    });
    reached = next;
    if (n < p.shortest) continue;
    const frequencies = new Float64Array(answers.length);
    reached.forEach((share, state) => {
      if (share > 0) frequencies[answer(state)] += share;
    });
    const guess = constantGuess(frequencies);
    sum.loss += guess.loss;
    sum.accuracy += guess.accuracy;
  }
  const lengths = p.length - p.shortest + 1;
  return { loss: sum.loss / lengths, accuracy: sum.accuracy / lengths };
}
