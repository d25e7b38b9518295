import { expect, test } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

const open = (p: object) => openTask({ name: 'repeated_tokens', ...p }, 1, materials);

test.each([
  { shortest: 2, length: 2, vocabulary: 3 },
  { shortest: 8, length: 32, vocabulary: 64 },
])('pieces of every length come again until the end, after a star: %o', async p => {
  const { batch, vocabulary, length } = await open(p);
  expect(length).toBe(2 * p.length);
  const met = new Set<number>();
  const periods = new Set<number>();
  for (let b = 0; b < 400; b++) {
    const { tokens, targets } = batch('train', b, 1);
    expect(vocabulary.glyph(tokens[0])).toBe('★');
    expect([...targets.subarray(0, -1)]).toEqual([...tokens.subarray(1)]);
    const repeats = (n: number) => targets.every((target, t) => t < n || target === targets[t - n]);
    const lengths = Array.from({ length: p.length - p.shortest + 1 }, (_, i) => p.shortest + i).filter(repeats);
    expect(lengths.length).toBeGreaterThan(0);
    periods.add(lengths[0]);
    for (const token of targets) met.add(token);
  }
  expect(met.size).toBe(p.vocabulary - 1);
  expect(periods.size).toBe(p.length - p.shortest + 1);
});

test('the second baseline of several lengths is the mean of those of each', async () => {
  const known = async (shortest: number, length: number) => {
    const task = await open({ shortest, length });
    return task.baselines[1].loss * task.length;
  };
  const each = await Promise.all([4, 5, 6, 7, 8].map(n => known(n, n)));
  expect(await known(4, 8)).toBeCloseTo(each.reduce((a, b) => a + b) / each.length, 12);
});

test('a shortest copy above the longest is refused with what to set', async () => {
  await expect(open({ shortest: 9, length: 8 })).rejects.toThrow(/shortest copy \(9\).*set shortest to at most 8/);
});

test('a sequence of a million tokens can be made', async () => {
  const { batch, length } = await open({ length: 2 ** 19, shortest: 2 ** 19 });
  const { targets } = batch('validation', 0, 1);
  expect(targets[length - 1]).toBe(targets[length / 2 - 1]);
});
