import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { curveColumns, curveFacts } from '../../../src/lab/race/curve';

test('every column of a curve has facts, and the docs name it', () => {
  expect(curveColumns).toEqual(Object.keys(curveFacts));
  expect(readFileSync('docs/scripting.md', 'utf8')).toContain(`\`curve\`: \`{${curveColumns.join(', ')}}\``);
});
