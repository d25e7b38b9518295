import { expect, test } from 'vitest';
import { replayPlace } from '../../src/ui/stores/replay_place';

test('a slider stands at its ends only where the replay does, so that the keys for the ends always move it', () => {
  expect([0, 0.01, 0.6, 30, 59.99, 60].map(time => replayPlace(time, 60, 200))).toEqual([0, 1, 2, 100, 199, 200]);
  expect(replayPlace(0, 0, 200)).toBe(0);
});
