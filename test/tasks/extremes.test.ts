import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { playedSequences } from '../../src/tasks/play';
import { findTask, openTask, type TaskChoice, tasks } from '../../src/tasks/registry';
import { exampleOf } from '../../src/tasks/sequences';
import { scaleMidi } from '../support/midi';
import { withOwnText } from './materials';

/** Every task at the smallest and largest values of its fields. Only lengths are limited, by the time of a test. */
const extremes: readonly TaskChoice[] = [
  { name: 'text', length: 1 },
  { name: 'text', length: 4096 },
  { name: 'text', source: 'own', length: 1 },
  { name: 'selective_copying', length: 0, copied: 1, vocabulary: 3 },
  { name: 'selective_copying', length: 64, copied: 1024, vocabulary: 1024 },
  { name: 'induction_heads', length: 3, vocabulary: 3 },
  { name: 'induction_heads', length: 4096, vocabulary: 1024 },
  { name: 'associative_recall', length: 4, pairs: 1, vocabulary: 4 },
  { name: 'associative_recall', length: 4, pairs: 1, vocabulary: 5, random_non_queries: true },
  { name: 'associative_recall', length: 8192, pairs: 2048, vocabulary: 8192 },
  { name: 'associative_recall', length: 8192, pairs: 2048, vocabulary: 4098, random_non_queries: true },
  { name: 'associative_recall', length: 8192, pairs: 2048, fewest_pairs: 1, vocabulary: 8192 },
  { name: 'copying', length: 0, copied: 1, vocabulary: 3 },
  { name: 'copying', length: 4096, copied: 1024, vocabulary: 1024 },
  { name: 'parity', shortest: 1, length: 1 },
  { name: 'even_pairs', shortest: 1, length: 1 },
  { name: 'even_pairs', shortest: 4096, length: 4096 },
  { name: 'cycle_navigation', shortest: 1, length: 1 },
  { name: 'cycle_navigation', shortest: 1, length: 4096 },
  { name: 'repeated_tokens', shortest: 2, length: 2, vocabulary: 3 },
  { name: 'repeated_tokens', length: 4096, vocabulary: 1024 },
  { name: 'rounds', voices: 2, delay: 1, length: 2, steps: 2, notes: 2 },
  { name: 'rounds', voices: 4, delay: 64, length: 256, steps: 16, notes: 15, canon: 'octave' },
  { name: 'music', voices: 1, steps: 1, length: 1 },
  { name: 'music', voices: 4, steps: 8, length: 1024 },
  { name: 'music', source: 'own', voices: 4, steps: 8, length: 4 },
  { name: 'group_words', group: 'S5', length: 1 },
  { name: 'group_words', group: 'A5', length: 4096 },
  { name: 'group_words', group: 'A4xZ5', length: 4096, inputs: 'generators' },
  { name: 'group_words', group: 'Z60', length: 4096, inputs: 'generators' },
  { name: 'group_words', group: 'Z2', length: 1, inputs: 'generators' },
  { name: 'modular_addition', modulus: 2, train_percent: 1 },
  { name: 'modular_addition', modulus: 2, train_percent: 99 },
  { name: 'modular_addition', modulus: 256, train_percent: 99 },
  { name: 'dyck', length: 2, kinds: 2, depth: 1 },
  { name: 'dyck', length: 4096, kinds: 8, depth: 64 },
  { name: 'markov', length: 1, states: 2 },
  { name: 'markov', length: 4096, states: 26 },
  { name: 'first_names', length: 1 },
  { name: 'first_names', length: 4096 },
  { name: 'audio', source: 'tones', length: 1 },
  { name: 'audio', source: 'chirps', length: 1 },
  { name: 'audio', source: 'own', length: 799 },
  { name: 'tokens', tokens: 2, length: 1 },
  { name: 'tokens', tokens: 65536, length: 1024 },
];

const given = {
  ...withOwnText('ab'.repeat(50)),
  ownSound: Uint8Array.from({ length: 8000 }, (_, t) => (t * 7) % 256),
  ownMusic: scaleMidi(60),
};
/** Compares as toEqual does, which takes a second for some of these. */
const equal = (a: Int32Array, b: Int32Array) => a.length === b.length && a.every((token, t) => token === b[t]);
const open = (choice: TaskChoice) => openTask(choice, 5, given);

describe.each(extremes)('%o', choice => {
  test('tokens and targets are in the vocabulary and reproducible, and every sequence asks for an answer', async () => {
    const [task, again] = await Promise.all([open(choice), open(choice)]);
    const within = (token: number) => token >= 0 && token < task.vocabulary.size;
    for (const split of ['train', 'validation'] as const) {
      const batch = task.batch(split, 2, 3);
      const repeated = again.batch(split, 2, 3);
      expect(equal(repeated.tokens, batch.tokens) && equal(repeated.targets, batch.targets)).toBe(true);
      expect(batch.tokens).toHaveLength(3 * task.length);
      expect(batch.tokens.every(within)).toBe(true);
      expect(batch.targets.every(target => target === IGNORED || within(target))).toBe(true);
      for (let b = 0; b < 3; b++) {
        const row = batch.targets.subarray(b * task.length, (b + 1) * task.length);
        expect(row.some(within)).toBe(true);
      }
    }
  });

  test('prompt, example, and played sequences are readable and visible', async () => {
    const task = await open(choice);
    const prompt = task.vocabulary.encode(task.prompt);
    expect(prompt.length).toBeGreaterThan(0);
    const { tokens } = task.batch('validation', 0, 1);
    expect(equal(task.vocabulary.encode(task.vocabulary.decode(tokens)), tokens)).toBe(true);
    expect(exampleOf(task).glyphs.filter(glyph => !/^[^\s\p{Control}\ufffd]{1,5}$/u.test(glyph))).toEqual([]);
    if (findTask(choice.name).protocol === 'answers') {
      const [played] = playedSequences(task, 0, 1);
      expect(equal(prompt, played.tokens.slice(0, played.first + 1))).toBe(true);
    }
  });

  test('no baseline is below 0, and none is above one that knows less', async () => {
    const task = await open(choice);
    let least = Math.log(task.vocabulary.size);
    for (const { loss } of task.baselines) {
      expect(loss).toBeGreaterThanOrEqual(0);
      expect(loss).toBeLessThanOrEqual(least + 1e-9);
      least = loss;
    }
  });
});

test('every task is among them', () => {
  expect([...new Set(extremes.map(({ name }) => name))].sort()).toEqual(tasks.map(({ name }) => name).sort());
});
