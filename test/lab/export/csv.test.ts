import { expect, test } from 'vitest';
import { csv } from '../../../src/lab/export/csv';

const cell = (value: string | number | null): string =>
  csv(['x'], [[value]])
    .split('x\n')[1]
    ?.slice(0, -1) ?? '';

test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', ' =1', '-', '＝1'])('%j is not a formula any more', text => {
  expect(cell(text)).toBe(`'${text}`);
});

test.each(['\r=1', '\n-1', '\t=1', '=A1,"x"'])('%j is neutralised and quoted', text => {
  expect(cell(text)).toBe(`"'${text.replaceAll('"', '""')}"`);
});

test.each([
  ['-1.5', '-1.5'],
  ['+3e-4', '+3e-4'],
  ['a=b', 'a=b'],
  ['says "x", twice', '"says ""x"", twice"'],
  ['two\rlines', '"two\rlines"'],
  ['x;=1+1', '"x;=1+1"'],
  ['x\t=1+1', '"x\t=1+1"'],
  [-1.5, '-1.5'],
  [Number.NaN, ''],
  [Number.NEGATIVE_INFINITY, ''],
  [null, ''],
])('%j is written %j', (value, text) => {
  expect(cell(value)).toBe(text);
});

test('headers are cells, too', () => {
  expect(csv(['=x', 'a,b'], [])).toBe(`'=x,"a,b"\n`);
});
