import { expect, it } from 'vitest';
import { nextValidation, type Validations } from '../../../src/lab/config/validation_schedule';

function validated(validate_every: number, steps: number, validations: Validations = 'spaced'): number[] {
  const at: number[] = [];
  for (let step = 0; step < steps; ) {
    step = nextValidation({ validate_every, steps }, validations, step);
    at.push(step);
  }
  return at;
}

it('validates at step 1 and at doublings, then at equal distances, and at the end', () => {
  expect(validated(50, 220)).toEqual([1, 2, 4, 8, 16, 32, 50, 100, 150, 200, 220]);
  expect(validated(16, 40)).toEqual([1, 2, 4, 8, 16, 32, 40]);
  expect(validated(1, 4)).toEqual([1, 2, 3, 4]);
  expect(validated(100_000, 20)).toEqual([1, 2, 4, 8, 16, 20]);
  expect(validated(1, 1)).toEqual([1]);
});

it('does not depend on where a turn ended', () => {
  for (let step = 0; step < 100; step++) {
    const due = validated(30, 100).find(at => at > step);
    expect(nextValidation({ validate_every: 30, steps: 100 }, 'spaced', step)).toBe(due);
  }
});

it('validates once if only the end counts', () => {
  expect(validated(50, 220, 'last')).toEqual([220]);
});
