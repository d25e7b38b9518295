import { expect, test } from 'vitest';
import { writeNpy } from '../../../src/lab/export/npy';
import { tensorCsv } from '../../../src/lab/export/tensor_csv';
import { tensorAxes } from '../../../src/lab/inspect/tensor_axes';
import { tensorFigures } from '../../../src/lab/inspect/tensor_figures';

test('figures are those of the finite values; the others are counted', () => {
  const found = tensorFigures([3, -4, 0, 0, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(found).toMatchObject({ numbers: 6, mean: -0.25, rms: 2.5, least: -4, most: 3, zeros: 2, notFinite: 2 });
  expect(found.histogram.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect([found.histogram[0], found.histogram.at(-1)]).toEqual([1, 1]);
  expect(tensorFigures([Number.NaN])).toMatchObject({ mean: Number.NaN, histogram: [], notFinite: 1 });
  expect(tensorFigures([2, 2]).histogram[0]).toBe(2);
});

test('a NumPy file has the header of the format, aligned, and then the numbers', () => {
  const file = writeNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
  const text = new TextDecoder('latin1').decode(file);
  expect(text.slice(0, 8)).toBe('\u0093NUMPY\u0001\u0000'.replace('\u0093', text[0] ?? ''));
  const start = 10 + (file[8] ?? 0) + 256 * (file[9] ?? 0);
  expect(start % 64).toBe(0);
  expect(text.slice(10, start)).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  expect([...new Float32Array(file.slice(start).buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(new TextDecoder().decode(writeNpy([1], Int32Array.of(7)).slice(10))).toContain(
    "'<i4', 'fortran_order': False, 'shape': (1,)",
  );
  expect(() => writeNpy([2], Float64Array.of(1))).toThrow(RangeError);
});

test('axes are named by what they are, and lines of CSV say where each number is', () => {
  const sizes = { L: 8, D: 16, V: 5 };
  expect(tensorAxes({ kind: 'activation', shape: [1, 8, 16] }, sizes)).toEqual(['sequence', 'token', 'channel']);
  expect(tensorAxes({ kind: 'parameter', shape: [5, 16] }, sizes)).toEqual(['token of the vocabulary', 'channel']);
  expect(tensorAxes({ kind: 'parameter', shape: [64, 1, 4] }, sizes)).toEqual(['axis 0', 'axis 1', 'axis 2']);
  expect(tensorCsv(['a', 'b'], [2, 2], [1, 2, 3, 4])).toBe('a,b,value\n0,0,1\n0,1,2\n1,0,3\n1,1,4\n');
});
