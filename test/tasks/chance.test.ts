import { describe, expect, test, vi } from 'vitest';
import { IGNORED } from '../../src/scored';
import { FIRST_NOTE } from '../../src/tasks/events';
import { melody, melodyEntropies, melodyGuess } from '../../src/tasks/melody';
import { openTask, type TaskChoice, tasks } from '../../src/tasks/registry';
import { type FillSequence, seededBatches } from '../../src/tasks/sequences';
import { bestGuess, everySequence } from './every_guess';
import { materials } from './materials';

vi.mock(import('../../src/tasks/random'), async original => {
  const real = await original();
  const { enumerating } = await import('./every_guess');
  return { ...real, Random: enumerating(real.Random) };
});

/** Small and extreme sizes of every task that asks for answers. */
const sizes: readonly TaskChoice[] = [
  { name: 'parity', shortest: 1, length: 1 },
  { name: 'parity', shortest: 1, length: 4 },
  { name: 'even_pairs', shortest: 1, length: 1 },
  { name: 'even_pairs', shortest: 1, length: 3 },
  { name: 'even_pairs', shortest: 3, length: 5 },
  { name: 'cycle_navigation', shortest: 1, length: 1 },
  { name: 'cycle_navigation', shortest: 1, length: 6 },
  { name: 'cycle_navigation', shortest: 4, length: 4 },
  { name: 'copying', length: 0, copied: 1, vocabulary: 3 },
  { name: 'copying', length: 2, copied: 3, vocabulary: 5 },
  { name: 'selective_copying', length: 0, copied: 1, vocabulary: 3 },
  { name: 'selective_copying', length: 2, copied: 2, vocabulary: 5 },
  { name: 'induction_heads', length: 3, vocabulary: 3 },
  { name: 'induction_heads', length: 5, vocabulary: 4 },
  { name: 'associative_recall', length: 4, pairs: 1, vocabulary: 4 },
  { name: 'associative_recall', length: 4, pairs: 1, vocabulary: 7, random_non_queries: true },
  { name: 'associative_recall', length: 8, pairs: 2, vocabulary: 6 },
  { name: 'associative_recall', length: 8, pairs: 2, fewest_pairs: 1, vocabulary: 6 },
  { name: 'repeated_tokens', shortest: 2, length: 2, vocabulary: 3 },
  { name: 'repeated_tokens', shortest: 3, length: 3, vocabulary: 5 },
  { name: 'repeated_tokens', shortest: 2, length: 4, vocabulary: 4 },
  { name: 'rounds', delay: 1, length: 2, steps: 2, notes: 4 },
  { name: 'rounds', delay: 1, length: 2, steps: 2, notes: 3, canon: 'fifth' },
  { name: 'rounds', voices: 3, delay: 1, length: 3, steps: 2, notes: 2, canon: 'mirror' },
  { name: 'group_words', length: 4 },
  { name: 'group_words', length: 5, inputs: 'generators' },
  { name: 'group_words', length: 3, inputs: 'generators', answers: 'last' },
  { name: 'group_words', group: 'Z2', length: 1, answers: 'last' },
  { name: 'group_words', group: 'S5', length: 3, inputs: 'generators' },
  { name: 'group_words', group: 'A5', length: 2 },
  { name: 'group_words', group: 'A5', length: 2, inputs: 'generators' },
  { name: 'group_words', group: 'A4xZ5', length: 3, inputs: 'generators' },
  { name: 'group_words', group: 'Z60', length: 2 },
  { name: 'group_words', group: 'Z60', length: 9, inputs: 'generators' },
  { name: 'group_words', group: 'Z5', length: 8, inputs: 'generators' },
  { name: 'group_words', group: 'Z2', length: 1, inputs: 'generators' },
  { name: 'modular_addition', modulus: 2, train_percent: 1 },
  { name: 'modular_addition', modulus: 2, train_percent: 99 },
  { name: 'modular_addition', modulus: 3, train_percent: 50 },
  { name: 'modular_addition', modulus: 7, train_percent: 30 },
  { name: 'dyck', length: 2, kinds: 2, depth: 1 },
  { name: 'dyck', length: 6, kinds: 2, depth: 2 },
  { name: 'dyck', length: 6, kinds: 3, depth: 64 },
];

describe.each(sizes)('%o', choice => {
  test('chance is the best guess that knows only the place, over every possible sequence', async () => {
    const task = await openTask(choice, 3, materials);
    const guess = bestGuess(everySequence(task), (_, place) => String(place));
    expect(task.baselines[0].name).toMatch(/^chance/);
    expect(task.baselines[0].loss).toBeCloseTo(guess.loss, 12);
    expect(task.chanceAccuracy).toBeCloseTo(guess.accuracy, 12);
  });

  test('every sequence has tokens and targets of the vocabulary, and a scored target', async () => {
    const task = await openTask(choice, 3, materials);
    const outcomes = everySequence(task);
    const within = (token: number) => token >= 0 && token < task.vocabulary.size;
    for (const { tokens, targets } of outcomes) {
      expect(tokens.every(within)).toBe(true);
      expect(targets.every(target => target === IGNORED || within(target))).toBe(true);
      expect(targets.some(target => target !== IGNORED)).toBe(true);
    }
  });
});

test('every task that asks for answers is tested at two sizes or more', () => {
  for (const { name, protocol } of tasks)
    if (protocol === 'answers') expect(sizes.filter(size => size.name === name).length, name).toBeGreaterThanOrEqual(2);
});

test.each([
  { name: 'associative_recall', length: 4, pairs: 1, vocabulary: 6 },
  { name: 'associative_recall', length: 8, pairs: 2, vocabulary: 6 },
])('the second baseline of %o knows the values of the pairs, but not their keys', async choice => {
  const task = await openTask(choice, 3, materials);
  const guess = bestGuess(everySequence(task), ({ tokens }, place) => {
    const values = Array.from({ length: choice.pairs }, (_, pair) => tokens[2 * pair + 1]);
    return `${place}: ${values.sort((a, b) => a - b)}`;
  });
  expect(task.baselines[1].loss).toBeCloseTo(guess.loss, 12);
  expect(task.baselines[1].loss).toBeLessThanOrEqual(task.baselines[0].loss);
});

test.each([
  { name: 'repeated_tokens', shortest: 2, length: 2, vocabulary: 3 },
  { name: 'repeated_tokens', shortest: 3, length: 3, vocabulary: 5 },
])('the second baseline of %o knows all tokens so far, and how long a copy is', async choice => {
  const task = await openTask(choice, 3, materials);
  const guess = bestGuess(everySequence(task), ({ tokens }, place) => tokens.slice(0, place + 1).join());
  expect(task.baselines[1].loss).toBeCloseTo(guess.loss, 12);
});

test.each([
  { name: 'rounds', delay: 2, length: 3, steps: 2, notes: 2, voices: 2 },
  { name: 'rounds', delay: 1, length: 2, steps: 2, notes: 5, voices: 2 },
  { name: 'rounds', delay: 1, length: 3, steps: 2, notes: 2, voices: 3, canon: 'fifth' },
])('the second baseline of %o knows all that lies less than the delay, less one bar, back', async choice => {
  const task = await openTask(choice, 3, materials);
  const window = (choice.delay - 1) * choice.steps * choice.voices;
  const guess = bestGuess(everySequence(task), ({ tokens }, place) => {
    const own = tokens.filter((_, t) => t <= place && t % choice.voices === (place + 1) % choice.voices);
    return `${place}: ${own}; ${tokens.slice(Math.max(0, place + 1 - window), place + 1)}`;
  });
  expect(task.baselines[1].loss).toBeCloseTo(guess.loss, 12);
  expect(melodyGuess(choice.steps, choice.notes).accuracy).toBeCloseTo(guess.accuracy, 12);
});

test.each([
  { name: 'music', voices: 1, steps: 1, length: 3 },
  { name: 'music', voices: 2, steps: 1, length: 3 },
  { name: 'music', voices: 3, steps: 1, length: 1 },
])('the second baseline of %o knows all events so far', async choice => {
  const task = await openTask(choice, 3, materials);
  const guess = bestGuess(everySequence(task), ({ tokens }, place) => tokens.slice(0, place + 1).join());
  expect(task.baselines[1].loss).toBeCloseTo(guess.loss, 12);
});

test.each([
  { steps: 3, notes: 2 },
  { steps: 4, notes: 2 },
])('what each step of a melody costs, and each note, is exact: %o', ({ steps, notes }) => {
  const fill: FillSequence = (random, tokens, targets) => {
    const events = melody(random, 1, steps, notes);
    tokens.set(events.subarray(0, -1), 1);
    targets.set(events);
  };
  const task = { batch: seededBatches(1, steps, fill) };
  const outcomes = everySequence(task);
  const among = (scored: (target: number, step: number) => boolean) => {
    const masked = outcomes.map(outcome => ({
      ...outcome,
      targets: outcome.targets.map((target, step) => (scored(target, step) ? target : IGNORED)),
    }));
    return bestGuess(masked, ({ tokens }, place) => tokens.slice(0, place + 1).join());
  };
  const ofNotes = among(target => target >= FIRST_NOTE);
  expect(melodyGuess(steps, notes).loss).toBeCloseTo(ofNotes.loss, 12);
  expect(melodyGuess(steps, notes).accuracy).toBeCloseTo(ofNotes.accuracy, 12);
  melodyEntropies(steps, notes).forEach((entropy, step) => {
    expect(entropy).toBeCloseTo(among((_, at) => at === step).loss, 12);
  });
});

test.each([1, 2, 7, 20])(
  'the unigram baseline of first names of length %i is the best constant guess',
  async length => {
    const task = await openTask({ name: 'first_names', length }, 3, materials);
    const guess = bestGuess(everySequence(task), () => 'everywhere');
    expect(task.baselines[1].loss).toBeCloseTo(guess.loss, 12);
    expect(task.baselines[1].loss).toBeLessThan(task.baselines[0].loss);
  },
);
