import { expect, test } from 'vitest';
import { inContextScore, inductionMeasures } from '../../src/tasks/position_measures';
import { openTask, tasks } from '../../src/tasks/registry';
import { materials } from './materials';

test('at the published length the in-context score is about the 500th and the 50th token', () => {
  const [score] = inContextScore(512);
  const middle = (span: { from: number; to: number } | undefined) => span && (span.from + span.to + 1) / 2;
  expect([middle(score?.over), middle(score?.less)]).toEqual([500, 50]);
  expect(score?.help).toMatch(/near token 500 less that near token 50/);
});

test.each([1, 2, 5, 8, 11, 16, 31, 63, 64, 127, 1000, 4096, 2 ** 20])(
  'at length %i the spans lie in the sequence, do not meet, and the late one is later',
  L => {
    for (const { over, less } of inContextScore(L)) {
      if (!less) throw new Error('nothing to compare with');
      expect(less.from).toBeGreaterThanOrEqual(0);
      expect(less.to).toBeGreaterThan(less.from);
      expect(over.from).toBeGreaterThanOrEqual(less.to);
      expect(over.to).toBeGreaterThan(over.from);
      expect(over.to).toBeLessThanOrEqual(L);
    }
    if (L >= 16) expect(inContextScore(L)).toHaveLength(1);
  },
);

test('what is measured of repeated tokens is the first copy, and tokens that came before', async () => {
  const {
    batch,
    length,
    measures = [],
  } = await openTask({ name: 'repeated_tokens', shortest: 3, length: 6, vocabulary: 500 }, 1, materials);
  expect(measures.slice(0, 4)).toEqual(inductionMeasures(3, 6).slice(0, 4));
  const [first, later] = measures.map(({ over }) => over);
  expect([first, later?.to]).toEqual([{ from: 0, to: 3 }, length]);
  for (let b = 0; b < 50; b++) {
    const { targets } = batch('validation', b, 1);
    for (let t = later?.from ?? 0; t < (later?.to ?? 0); t++) expect(targets.subarray(0, t)).toContain(targets[t]);
  }
});

test('measures of every task have names of their own and lie in its sequences', async () => {
  const measured = [];
  for (const { name } of tasks) {
    const { length, measures = [] } = await openTask({ name }, 1, materials);
    if (measures.length > 0) measured.push(name);
    expect(new Set(measures.map(measure => measure.name)).size).toBe(measures.length);
    for (const { over, less = over } of measures)
      for (const { from, to } of [over, less]) expect(from >= 0 && from < to && to <= length).toBe(true);
  }
  expect(measured).toEqual(expect.arrayContaining(['text', 'markov', 'repeated_tokens']));
});
