import { describe, expect, it } from 'vitest';
import { GroupClock } from '../../../src/lab/sampling/group_clock';

/** Groups of tokens that each take `cost` milliseconds, on a device that answers after `wait`. */
function groupsOf(cost: number, wait: number, naive = false) {
  const clock = new GroupClock(naive);
  let tokens = clock.first;
  return Array.from({ length: 12 }, () => {
    clock.waited(wait);
    const milliseconds = wait + cost * tokens;
    const group = { tokens, milliseconds, perToken: clock.perToken(milliseconds, tokens) };
    tokens = clock.next(tokens, milliseconds);
    return group;
  });
}

describe.each([0, 0.3, 1, 8])('where an answer takes %d ms', wait => {
  it.each([0.02, 0.05, 0.5, 5, 40])(
    'tokens of %d ms are told as such, and the wait is less than 5 % of a group',
    cost => {
      const groups = groupsOf(cost, wait);
      for (const { perToken } of groups) if (perToken !== undefined) expect(perToken).toBeCloseTo(cost, 9);
      const last = groups.at(-1);
      if (!last) throw new Error('there is no group');
      expect(last.perToken).toBeDefined();
      // What is longer leaves no turn to the others.
      if (last.tokens < 1024) expect(wait / last.milliseconds).toBeLessThanOrEqual(0.05);
      expect(last.milliseconds).toBeLessThan(300);
    },
  );
});

it('a group that mostly waits tells nothing', () => {
  expect(groupsOf(0.01, 10)[0]?.perToken).toBeUndefined();
});

it('naive groups stay short: all their tokens are computed at the length of the last', () => {
  expect(Math.max(...groupsOf(0.001, 1, true).map(({ tokens }) => tokens))).toBe(64);
});
