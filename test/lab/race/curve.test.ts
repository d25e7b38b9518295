import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { curveColumns, curveFacts } from '../../../src/lab/race/curve';

test('the columns of a curve are those that have facts, and those that the docs name', () => {
  expect(curveColumns).toEqual(Object.keys(curveFacts));
  expect(readFileSync('docs/scripting.md', 'utf8')).toContain(`\`curve\`: \`{${curveColumns.join(', ')}}\``);
});
