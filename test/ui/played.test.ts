import { expect, test } from 'vitest';
import { textOf } from '../../src/ui/panels/played';

test('a gap separates numbers of several digits', () => {
  expect(textOf(['12', '5', '='], ' ')).not.toBe(textOf(['1', '25', '='], ' '));
  expect(textOf(['a', 'b', '?'], '')).toBe('ab?');
});
