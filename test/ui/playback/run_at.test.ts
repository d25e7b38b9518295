import { expect, test } from 'vitest';
import { reachedWords } from '../../../src/ui/playback/reached_words';
import { lengthOf, runAt } from '../../../src/ui/playback/run_at';
import { byContender, raceStep } from '../../../src/ui/stores/run_state';
import { madeUpRace } from '../../support/runs';

test('a race that is played back has the points that each contender had by then, and at its end all of them', () => {
  const made = madeUpRace();
  const members = made.members.map(member => ({
    ...member,
    curve: { ...member.curve, seconds: member.curve.seconds.map((_, point) => (point + 1) / 4) },
  }));
  const kept = { ...made, members };
  const length = lengthOf(kept);
  expect(length).toBeGreaterThan(0);
  expect(raceStep(runAt(kept, -1))).toBe(0);
  for (const at of [0, length / 2, length]) {
    for (const [place, { curve }] of runAt(kept, at).members.entries()) {
      const all = kept.members[place]?.curve;
      const points = all?.seconds.filter(seconds => seconds <= at).length ?? 0;
      expect(curve.loss.view()).toEqual(all?.loss.subarray(0, points));
    }
  }
  const whole = runAt(kept, length);
  expect(whole.members.map(({ status }) => status)).toEqual(kept.members.map(({ status }) => status));
  expect(whole.playing).toBe(false);
});

test('the figures beside the clock are those of the last point of each curve at that time, also where seeds differ', () => {
  const made = madeUpRace();
  const members = made.members.map((member, place) => ({
    ...member,
    curve: {
      ...member.curve,
      seconds: member.curve.step.map(step => step * (place + 1)),
      tokens: member.curve.step.map(step => 1000 * step),
    },
  }));
  const shown = runAt({ ...made, members }, 6);
  expect(byContender(shown).map(reachedWords)).toEqual([
    'step 3 to 6 · 3,000 to 6,000 tokens',
    'step 1 to 2 · 1,000 to 2,000 tokens',
  ]);
  for (const { curve } of shown.members) expect(curve.seconds.last).toBeLessThanOrEqual(6);
  expect(byContender(runAt({ ...made, members }, 0)).map(reachedWords)).toEqual(Array(2).fill('step 0 · 0 tokens'));
});
