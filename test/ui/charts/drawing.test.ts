import { expect, test } from 'vitest';
import { marked, valuesOf } from '../../../src/ui/charts/drawing';

const axis = (log: boolean) => ({ label: '', domain: [0.1, 10] as const, log, format: String });
const rows = [3, 0, null, -1].map((value, x) => ({ x, values: { loss: value } }));

test('a log axis leaves out values at or below 0, a linear axis shows them', () => {
  expect(valuesOf({ rows, y: axis(true) }, 'loss')).toEqual([3, null, null, null]);
  expect(valuesOf({ rows, y: axis(false) }, 'loss')).toEqual([3, 0, null, -1]);
  expect(valuesOf({ rows, y: axis(false) }, 'accuracy')).toEqual([null, null, null, null]);
});

test('the points of a line have dots as long as they are few, from the first one on', () => {
  expect(marked([])).toBe(false);
  expect(marked([null, null])).toBe(false);
  expect(marked([null, 2.5])).toBe(true);
  expect(marked(Array.from({ length: 12 }, () => 1))).toBe(true);
  expect(marked(Array.from({ length: 13 }, () => 1))).toBe(false);
  expect(marked([...Array.from({ length: 500 }, () => null), 1, 2])).toBe(true);
});
