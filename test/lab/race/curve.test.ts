import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { curveColumns, curveColumnsOf, curveFacts, joinPoints } from '../../../src/lab/race/curve';

test('every column of a curve has facts, and the docs name it', () => {
  expect(curveColumns).toEqual(Object.keys(curveFacts));
  expect(readFileSync('docs/scripting.md', 'utf8')).toContain(`\`curve\`: \`{${curveColumns.join(', ')}}\``);
});

test('a curve of a million points takes those that follow it', () => {
  const points = (from: number, count: number) =>
    curveColumnsOf(() => Float64Array.from({ length: count }, (_, i) => from + i));
  const { step, loss } = joinPoints(points(1, 999_990), points(999_991, 10));
  expect([step.length, step[999_989], step[999_990], loss[999_999]]).toEqual([1_000_000, 999_990, 999_991, 1_000_000]);
});
