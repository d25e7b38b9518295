import { expect, it } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import type { ContenderStatus } from '../../src/lab/race/contender_status';
import { othersWords } from '../../src/ui/panels/others_words';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';

/** The words for a race whose contenders have these states. */
function wordsOf(...statuses: ContenderStatus[]): string {
  const settings = { config: mobyDick.config, slots: [], ownText: null, ownSound: null, ownMusic: null };
  const { members, ...run } = freshRun(initialRun, 1, settings);
  const [one] = members;
  if (!one) throw new Error('the preset has no contender');
  return othersWords({ ...run, members: statuses.map((status, contender) => ({ ...one, contender, status })) });
}

it('says how many contenders are left when one has diverged', () => {
  expect(wordsOf('diverged')).toBe('');
  expect(wordsOf('diverged', 'diverged')).toBe('No contender is left in the race.');
  expect(wordsOf('diverged', 'failed')).toBe('No contender is left in the race.');
  expect(wordsOf('diverged', 'training')).toBe('One other contender is still in the race.');
  expect(wordsOf('diverged', 'finished', 'paused')).toBe('One other contender is still in the race.');
  expect(wordsOf('training', 'diverged', 'diverged', 'ready')).toBe('2 other contenders are still in the race.');
  expect(wordsOf('diverged', 'finished')).toBe('One other contender has finished.');
  expect(wordsOf('finished', 'diverged', 'finished')).toBe('2 other contenders have finished.');
});
