import { expect, it } from 'vitest';
import { applies } from '../../src/ui/defaults';

it('a field has an effect only with the choice that it is for, and unless it is one without it', () => {
  const drawn = { key: 'signal', value: 'drawn' };
  expect(applies({ only: drawn }, { signal: 'drawn' })).toBe(true);
  expect(applies({ only: drawn }, { signal: 'steps' })).toBe(false);
  expect(applies({ unless: drawn }, { signal: 'drawn' })).toBe(false);
  expect(applies({ unless: drawn }, { signal: 'steps' })).toBe(true);
  expect(applies({}, {})).toBe(true);
});
