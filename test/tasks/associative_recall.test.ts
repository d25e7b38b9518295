import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

const V = 12;
const L = 16;
const open = (extra: object) => openTask({ name: 'associative_recall', ...extra }, 1, materials);

/** As in the docstring of the reference: first the pairs, then each key once more at an even offset. Its value is the answer there. */
test.each([
  { pairs: 2, random_non_queries: false },
  { pairs: 4, random_non_queries: true },
])('sequences are those of the reference: %o', async ({ pairs, random_non_queries }) => {
  const opened = await open({ vocabulary: V, length: L, pairs, random_non_queries });
  const { tokens, targets } = opened.batch('train', 0, 200);
  for (let b = 0; b < 200; b++) {
    const row = tokens.subarray(b * L, (b + 1) * L);
    const answers = targets.subarray(b * L, (b + 1) * L);
    const pair = Array.from({ length: pairs }, (_, i) => ({ key: row[2 * i], value: row[2 * i + 1] }));
    expect(new Set(pair.map(p => p.key)).size).toBe(pairs);
    expect(new Set(pair.map(p => p.value)).size).toBe(pairs);
    for (const { key, value } of pair) {
      expect(key >= 1 && key < V / 2 && value >= V / 2 && value < V).toBe(true);
      const asked = Array.from(row.keys()).filter(t => answers[t] !== IGNORED && row[t] === key);
      expect(asked.length).toBe(1);
      expect((asked[0] - 2 * pairs) % 2).toBe(0);
      expect(asked[0]).toBeGreaterThanOrEqual(2 * pairs);
      expect(answers[asked[0]]).toBe(value);
    }
    expect(answers.filter(target => target !== IGNORED).length).toBe(pairs);
    const unasked = row.filter((_, t) => t >= 2 * pairs && answers[t] === IGNORED);
    if (!random_non_queries) expect(unasked.every(token => token === 0)).toBe(true);
  }
  if (random_non_queries) {
    const between = tokens.filter((_, t) => t % L >= 2 * pairs && targets[t] === IGNORED);
    expect(new Set(between).size).toBe(V);
  }
});

test('with one pair, gaps follow the power law', async () => {
  const long = 64;
  const opened = await open({ vocabulary: V, length: long, pairs: 1 });
  const { targets } = opened.batch('train', 0, 20000);
  const space = (long - 2) / 2;
  const counts = new Float64Array(space);
  for (let b = 0; b < 20000; b++) {
    const at = targets.subarray(b * long, (b + 1) * long).findIndex(target => target !== IGNORED);
    counts[(at - 2) / 2]++;
  }
  const weights = Array.from({ length: space }, (_, i) => (i + 1) ** (0.01 - 1));
  const sum = weights.reduce((a, b) => a + b);
  for (let gap = 0; gap < space; gap++) {
    const expected = (20000 * weights[gap]) / sum;
    expect(Math.abs(counts[gap] - expected)).toBeLessThan(5 * Math.sqrt(expected));
  }
});

describe('sequences with different numbers of pairs', () => {
  const mixed = { vocabulary: 40, length: 64, pairs: 12, fewest_pairs: 3 };

  test('have the fewest, the powers of two between, and the most, equally often, each as the reference', async () => {
    const { batch } = await open(mixed);
    const met = new Map<number, number>();
    for (let b = 0; b < 2000; b++) {
      const { tokens, targets } = batch('train', b, 1);
      const asked = [...targets.keys()].filter(t => targets[t] !== IGNORED);
      for (const t of asked) {
        const place = tokens.indexOf(tokens[t]);
        expect(place).toBeLessThan(2 * asked.length);
        expect(tokens[place + 1]).toBe(targets[t]);
        expect(t).toBeGreaterThanOrEqual(2 * asked.length);
      }
      met.set(asked.length, (met.get(asked.length) ?? 0) + 1);
    }
    expect([...met.keys()].toSorted((a, b) => a - b)).toEqual([3, 4, 8, 12]);
    for (const times of met.values()) expect(Math.abs(times - 500)).toBeLessThan(5 * Math.sqrt(375));
  });

  test('weigh the second baseline by their answers, and are measured apart', async () => {
    const { baselines, measures = [] } = await open(mixed);
    const sum = [3, 4, 8, 12].reduce((total, n) => total + n * Math.log(n), 0);
    expect(baselines[1]?.loss).toBeCloseTo(sum / 27, 12);
    expect(measures.map(({ name, answers }) => [name, answers])).toContainEqual(['Accuracy, 12 pairs', 12]);
    expect(measures).toHaveLength(8);
    expect((await open({ pairs: 4 })).measures).toEqual([]);
  });

  test('are those of before where all have the same number', async () => {
    const [one, range] = await Promise.all([open({ pairs: 4 }), open({ pairs: 4, fewest_pairs: 4 })]);
    expect(range.batch('train', 3, 4)).toEqual(one.batch('train', 3, 4));
  });

  test('are refused where the fewest are more than the most', async () => {
    await expect(open({ pairs: 4, fewest_pairs: 5 })).rejects.toThrow(/fewest_pairs to at most 4/);
  });
});

test('parameters that do not fit together are refused with what to change', async () => {
  await expect(open({ length: 15 })).rejects.toThrow(/even; use 16/);
  await expect(open({ length: 14, pairs: 4 })).rejects.toThrow(/at least 16.*pairs to at most 3/);
  await expect(open({ length: 64, pairs: 8, vocabulary: 16 })).rejects.toThrow(/7 keys.*at least 18/);
  await expect(open({ length: 64, pairs: 8, vocabulary: 18 })).resolves.toBeDefined();
});
