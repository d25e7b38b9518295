import { expect, it } from 'vitest';
import { numberOf, problemOf } from '../../src/ui/kit/read_number';

const steps = { min: 1, max: 1_000_000, real: false };
const rate = { min: 1e-8, max: 1, real: true };

it.each(['2,000', ' 2,000 ', '2000', '2e3'])('a whole number as the page or a visitor writes it: %j', text => {
  expect(numberOf(text, steps)).toBe(2000);
  expect(problemOf(text, steps)).toBeNull();
});

it.each(['', '  ', '2,00', ',200', '2,000,', '1.5', '0', '1,000,001', 'abc', 'Infinity'])(
  '%j is no number of steps',
  text => {
    expect(problemOf(text, steps)).toBe('Enter a whole number from 1 to 1,000,000.');
  },
);

it('a comma in a number with decimals could be a point, so it is refused', () => {
  expect(problemOf('0,001', rate)).toBe('Enter a number from 0.00000001 to 1.');
  expect(problemOf('1,000', { ...rate, max: 5000 })).toMatch(/^Enter a number/);
  expect(problemOf('0.001', rate)).toBeNull();
});
