import { expect, test } from 'vitest';
import { matching } from '../../../src/ui/tensors/matching';
import { MOST_SHOWN, sliceOf } from '../../../src/ui/tensors/slice';

test('a slice has the last two axes at the chosen places of the others', () => {
  const values = Float32Array.from({ length: 24 }, (_, i) => i);
  expect(sliceOf([2, 3, 4], values, [1])).toEqual({ rows: 3, columns: 4, values: values.slice(12) });
  expect(sliceOf([2, 3, 2, 2], values, [1, 2]).values).toEqual(values.slice(20));
  expect(sliceOf([4], values.slice(0, 4), [])).toEqual({ rows: 1, columns: 4, values: values.slice(0, 4) });
  expect(sliceOf([2, 3, 4], values, [9]).values).toEqual(values.slice(12));
  const wide = sliceOf([2, MOST_SHOWN + 1], new Float32Array(2 * (MOST_SHOWN + 1)).fill(1), []);
  expect([wide.rows, wide.columns, wide.values.length]).toEqual([2, MOST_SHOWN, 2 * MOST_SHOWN]);
});

test('a search finds names with all its words, in the order of the model', () => {
  const entries = ['a.layers.0.mixer.x', 'a.layers.1.mixer.x', 'a.layers.1.norm'].map(name => ({
    name,
    kind: 'activation' as const,
    shape: [1],
  }));
  expect(matching(entries, ' layers.1  MIXER').map(({ name }) => name)).toEqual(['a.layers.1.mixer.x']);
  expect(matching(entries, '')).toHaveLength(3);
});
