import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { openTask, type TaskChoice, tasks } from '../../src/tasks/registry';
import { exampleOf } from '../../src/tasks/sequences';
import type { Split } from '../../src/tasks/task';
import { materials } from './materials';
import { solvers } from './solvers';

const open = (choice: TaskChoice, seed = 1) => openTask(choice, seed, materials);

describe.each(tasks)('$name', task => {
  const { name } = task;

  test('batches are a pure function of seed, split, index, and B, in any order of requests', async () => {
    const first = await open({ name });
    const second = await open({ name });
    const later = first.batch('train', 5, 4);
    second.batch('train', 0, 3);
    expect(second.batch('train', 5, 4)).toEqual(later);
    expect((await open({ name }, 2)).batch('train', 5, 4)).not.toEqual(later);
    expect(first.batch('train', 6, 4)).not.toEqual(later);
  });

  test('a batch of 4 is two batches of 2', async () => {
    const opened = await open({ name });
    const [a, b] = [opened.batch('validation', 0, 2), opened.batch('validation', 1, 2)];
    const whole = opened.batch('validation', 0, 4);
    expect([...whole.tokens]).toEqual([...a.tokens, ...b.tokens]);
    expect([...whole.targets]).toEqual([...a.targets, ...b.targets]);
  });

  test('training and validation share no sequence among the first 64 of each', async () => {
    const opened = await open({ name });
    const rows = (split: Split) => {
      const { tokens } = opened.batch(split, 0, 64);
      const row = (_: unknown, b: number) => tokens.slice(b * opened.length, (b + 1) * opened.length).join();
      return Array.from({ length: 64 }, row);
    };
    const trained = new Set(rows('train'));
    const shared = rows('validation').filter(row => trained.has(row));
    // The short words of the languages may repeat by chance. With a shared stream all 64 would repeat.
    expect(shared.length).toBeLessThan(12);
  });

  test('tokens and targets are (B, L) and in the vocabulary, and every sequence scores something', async () => {
    const opened = await open({ name });
    const { size } = opened.vocabulary;
    for (const split of ['train', 'validation'] as const) {
      const { tokens, targets } = opened.batch(split, 3, 8);
      expect(tokens.length).toBe(8 * opened.length);
      expect(targets.length).toBe(8 * opened.length);
      expect(tokens.every(token => token >= 0 && token < size)).toBe(true);
      expect(targets.every(target => target === IGNORED || (target >= 0 && target < size))).toBe(true);
      for (let b = 0; b < 8; b++) {
        const row = targets.subarray(b * opened.length, (b + 1) * opened.length);
        expect(row.some(target => target !== IGNORED)).toBe(true);
      }
    }
  });

  test('the vocabulary reads back what it writes, and every token can be seen', async () => {
    const { vocabulary, batch } = await open({ name });
    const all = Array.from({ length: vocabulary.size }, (_, token) => token);
    expect([...vocabulary.encode(vocabulary.decode(all))]).toEqual(all);
    const { tokens } = batch('train', 0, 2);
    expect(vocabulary.encode(vocabulary.decode(tokens))).toEqual(tokens);
    for (const token of all) expect(vocabulary.glyph(token)).toMatch(/^[^\s\p{Control}]{1,3}$/u);
  });

  test('text outside the vocabulary is refused by name', async () => {
    const { vocabulary } = await open({ name });
    expect(() => vocabulary.encode('☃')).toThrow(/☃/);
  });

  test('the prompt is in the vocabulary, and the example is one sequence', async () => {
    const opened = await open({ name });
    expect(opened.vocabulary.encode(opened.prompt).length).toBeGreaterThan(0);
    const example = exampleOf(opened);
    expect(example.glyphs.length).toBe(opened.length);
    expect(example.targets.length).toBe(opened.length);
    expect(example.targets.some(target => target !== null)).toBe(true);
  });

  test('baselines are finite and none is above a uniform guess', async () => {
    const { baselines, vocabulary } = await open({ name });
    expect(baselines.length).toBeGreaterThan(0);
    for (const { loss } of baselines) {
      expect(loss).toBeGreaterThanOrEqual(0);
      expect(loss).toBeLessThanOrEqual(Math.log(vocabulary.size) + 1e-12);
    }
  });

  test('defaults lie in the bounds and among the options of their fields', () => {
    const defaults = Object.entries(task.schema.parse({}) ?? {});
    for (const field of task.fields) {
      const value = Object.fromEntries(defaults)[field.key];
      if (field.absent !== undefined && value === null) continue;
      expect(value).toBeGreaterThanOrEqual(field.min);
      expect(value).toBeLessThanOrEqual(field.max);
      for (const option of field.options ?? [])
        expect(task.schema.safeParse({ [field.key]: option }).success).toBe(true);
    }
  });

  test('bad parameters are refused with the allowed range', async () => {
    for (const field of task.fields) {
      const range = new RegExp(`${field.key}.*${field.min.toLocaleString('en')} to ${field.max.toLocaleString('en')}`);
      const none = field.absent === undefined ? [null] : [];
      for (const bad of [field.min - 1, field.max + 1, field.min + 0.5, 'many', ...none])
        await expect(open({ name, [field.key]: bad })).rejects.toThrow(range);
      await expect(open({ name, [field.key]: bad() })).rejects.toMatchObject({ name: 'TaskError' });
    }
    const [field] = task.fields;
    const once = new RegExp(`^The parameter ${field?.key} of the task [^.]*\\.$`);
    await expect(open({ name, [field?.key ?? '']: 1e308 })).rejects.toThrow(once);
    await expect(open({ name, colour: 1 })).rejects.toThrow(/no parameter 'colour'; it takes \w+/);
  });
});

const bad = () => Number.NaN;

describe.each(tasks.filter(task => task.measure === 'accuracy'))('$name answers', ({ name }) => {
  test('an exact causal solver gets every scored token right', async () => {
    const opened = await open({ name });
    expect(rightShare(opened, solvers[name], 64)).toBe(1);
  });

  test('a guess that reads nothing has the stated accuracy', async () => {
    const opened = await open({ name });
    const { chanceAccuracy = Number.NaN } = opened;
    const { targets } = opened.batch('validation', 0, 2000);
    const answers = targets.filter(target => target !== IGNORED);
    const counts = new Map<number, number>();
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    const most = Math.max(...counts.values()) / answers.length;
    const error = Math.sqrt(chanceAccuracy / answers.length);
    expect(Math.abs(most - chanceAccuracy)).toBeLessThan(5 * error);
  });
});

describe.each(tasks.filter(task => task.measure === 'bits'))('$name streams', ({ name }) => {
  test('every target is the next token, in training', async () => {
    const { batch, length } = await open({ name });
    const { tokens, targets } = batch('train', 0, 16);
    for (let b = 0; b < 16; b++) {
      const next = tokens.slice(b * length + 1, (b + 1) * length);
      expect(targets.slice(b * length, (b + 1) * length - 1)).toEqual(next);
    }
  });
});

/** Other lengths at which the same solver must be right, because a model may train at one length and be tested at another. */
const longer: readonly TaskChoice[] = [
  { name: 'selective_copying', length: 1000, copied: 16 },
  { name: 'selective_copying', length: 0, copied: 1 },
  { name: 'copying', length: 1 },
  { name: 'induction_heads', length: 3 },
  { name: 'induction_heads', length: 4099 },
  { name: 'associative_recall', length: 4, pairs: 1 },
  { name: 'associative_recall', length: 1024, pairs: 32 },
  { name: 'associative_recall', length: 1024, pairs: 4, vocabulary: 8192 },
  { name: 'parity', shortest: 256, length: 256 },
  { name: 'parity', shortest: 1, length: 1 },
  { name: 'even_pairs', shortest: 1, length: 200 },
  { name: 'cycle_navigation', shortest: 3, length: 500 },
  { name: 'rounds', length: 3 },
  { name: 'rounds', length: 100 },
  { name: 'group_words', length: 1 },
  { name: 'group_words', length: 700, inputs: 'generators' },
  { name: 'dyck', length: 2 },
  { name: 'dyck', length: 1000, depth: 64 },
];

test.each(longer)('the rule is the same at other sizes: %o', async choice => {
  const opened = await open(choice);
  expect(rightShare(opened, solvers[choice.name], 8)).toBe(1);
});

test('the rule is the same at any length', async () => {
  const lengths = fc.record({ seed: fc.nat(), half: fc.integer({ min: 8, max: 120 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('induction_heads', 'selective_copying', 'associative_recall', 'dyck'),
      lengths,
      async (name, p) => {
        const opened = await open({ name, length: 2 * p.half }, p.seed);
        expect(rightShare(opened, solvers[name], 2)).toBe(1);
      },
    ),
    { numRuns: 60 },
  );
});

test('a sequence of a million tokens takes no more than seconds', async () => {
  const opened = await open({ name: 'induction_heads', length: 2 ** 20 });
  const { tokens, targets } = opened.batch('validation', 0, 1);
  const star = opened.vocabulary.size - 1;
  expect(targets[2 ** 20 - 1]).toBe(tokens[tokens.indexOf(star) + 1]);
});

type Opened = Awaited<ReturnType<typeof open>>;

/** Share of scored tokens that `solve` gets right in B validation sequences. */
function rightShare(
  { batch, vocabulary, length }: Opened,
  solve: (read: readonly string[]) => string | null,
  B: number,
): number {
  const { tokens, targets } = batch('validation', 0, B);
  let right = 0;
  let scored = 0;
  for (let b = 0; b < B; b++) {
    const read: string[] = [];
    for (let t = b * length; t < (b + 1) * length; t++) {
      read.push(vocabulary.glyph(tokens[t]));
      if (targets[t] === IGNORED) continue;
      scored++;
      if (solve(read) === vocabulary.glyph(targets[t])) right++;
    }
  }
  return right / scored;
}
