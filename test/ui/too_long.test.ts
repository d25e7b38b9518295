import { expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import { connect, sample } from '../../src/ui/actions';
import { setSample } from '../../src/ui/stores/preferences';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';
import { tooLong } from '../../src/ui/too_long';

test('a prompt that no model reads is not sampled, and is refused in the words of the page', () => {
  const sent: string[] = [];
  connect({ send: ({ type }) => sent.push(type), restart() {}, snapshot: () => undefined });
  const settings = { config: mobyDick.config, slots: [], ownText: null, ownSound: null, ownMusic: null };
  runStore.setState({ ...freshRun(initialRun, 1, settings), loaded: true }, true);
  setSample({ prompt: 'a'.repeat(100_001) });
  expect(sample()).toBeNull();
  expect(runStore.getState().sampling).toBeNull();
  expect(sent).not.toContain('sample');
  setSample({ prompt: 'a'.repeat(100_000) });
  expect(sample()).not.toBeNull();
  expect(sent).toContain('sample');
  expect(tooLong('a'.repeat(100_000))).toBeNull();
  expect(tooLong('a'.repeat(100_001))).toBe(
    'This text has 100,001 characters; the longest has 100,000. Use a shorter one.',
  );
});
