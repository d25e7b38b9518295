import { expect, test } from 'vitest';
import { textOf } from '../../src/ui/panels/played';

test('numbers of several digits do not run into each other', () => {
  expect(textOf(['12', '5', '='], ' ')).not.toBe(textOf(['1', '25', '='], ' '));
  expect(textOf(['a', 'b', '?'], '')).toBe('ab?');
});
