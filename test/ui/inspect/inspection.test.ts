import { expect, test } from 'vitest';
import { mobyDick } from '../../../src/lab/config/presets';
import type { Event } from '../../../src/lab/worker/protocol';
import { chosenIn } from '../../../src/ui/inspect/position';
import { isDue } from '../../../src/ui/inspect_actions';
import { ask, type InspectionState, initialInspection, receiveInspected } from '../../../src/ui/stores/inspection';
import { freshRun, initialRun, type RunState } from '../../../src/ui/stores/run_state';
import { smallInspection } from './fixture';

const settings = { config: mobyDick.config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null };
const run: RunState = { ...freshRun(initialRun, 7, settings), loaded: true };

function trained(steps: number): RunState {
  const state: RunState = { ...freshRun(initialRun, 7, settings), loaded: true };
  state.members[0]?.curve.step.append([steps]);
  return state;
}

const answer = (inspectId: number): Event => ({
  type: 'inspected',
  runId: 7,
  inspectId,
  inspection: smallInspection(),
});

function shownAt(step: number, seconds: number): InspectionState {
  return receiveInspected(ask(initialInspection, 7, initialInspection.wanted), answer(1), [step], seconds);
}

test('an answer is shown with the step of its contender', () => {
  const asked = ask(initialInspection, 7, initialInspection.wanted);
  expect(receiveInspected(asked, answer(99), [5], 1)).toBe(asked);
  const state = receiveInspected(asked, answer(1), [5], 1);
  expect(state.shown).toMatchObject({ runId: 7, step: 5, request: initialInspection.wanted });
  expect(state.asked).toBeNull();
  expect(chosenIn(state)).toBe(3);
  expect(chosenIn({ ...state, wanted: { ...state.wanted, position: 9 } })).toBe(3);
  expect(chosenIn({ ...state, wanted: { ...state.wanted, position: 1 } })).toBe(1);
});

test('a failed inspection says why, keeps the shown one, and drops a lost token', () => {
  const before = shownAt(5, 1);
  const wanted = { contender: 0, input: { kind: 'text', text: 'é' }, position: 12 } as const;
  const asked = ask({ ...before, wanted }, 7, wanted);
  const failed: Event = { type: 'failed', runId: 7, inspectId: 2, failure: 'bad_text', message: 'No “é”.' };
  const state = receiveInspected(asked, failed, [5], 2);
  expect(state).toMatchObject({ trouble: 'No “é”.', asked: null, shown: before.shown });
  expect(state.wanted).toEqual({ ...wanted, position: null });
  expect(receiveInspected(ask(state, 7, state.wanted), answer(3), [5], 3).trouble).toBeNull();
});

test('a failed run drops the request', () => {
  const asked = ask(initialInspection, 7, initialInspection.wanted);
  const lost: Event = { type: 'failed', runId: 7, failure: 'device_lost', message: 'Lost.' };
  expect(receiveInspected(asked, lost, [], 1).asked).toBeNull();
  const diverged: Event = { type: 'failed', runId: 7, contender: 1, failure: 'diverged', message: 'Diverged.' };
  expect(receiveInspected(asked, diverged, [], 1)).toBe(asked);
  const refused: Event = { type: 'failed', runId: 7, failure: 'refused', message: 'no' };
  expect(receiveInspected(asked, refused, [], 1)).toBe(asked);
});

test('one request at a time; the latest is next', () => {
  expect(isDue(initialInspection, run, 0)).toBe(true);
  const refused = { failure: 'refused', message: 'no', contender: null } as const;
  expect(isDue(initialInspection, { ...run, trouble: refused }, 0), 'another request was refused').toBe(true);
  const asked = ask(initialInspection, 7, initialInspection.wanted);
  const wanted = { ...asked.wanted, position: 2 };
  expect(isDue({ ...asked, wanted }, run, 0)).toBe(false);
  const answered = receiveInspected({ ...asked, wanted }, answer(1), [0], 0);
  expect(isDue(answered, run, 0)).toBe(true);
  expect(isDue(shownAt(0, 0), run, 0)).toBe(false);
});

test('looks again when the contender has trained further, at most every two seconds, unless told not to', () => {
  expect(isDue(shownAt(5, 10), trained(6), 11)).toBe(false);
  expect(isDue(shownAt(5, 10), trained(6), 12)).toBe(true);
  expect(isDue(shownAt(5, 10), trained(5), 100)).toBe(false);
  expect(isDue({ ...shownAt(5, 10), follow: false }, trained(6), 100)).toBe(false);
});

test('requests nothing impossible', () => {
  expect(isDue(initialInspection, initialRun, 0)).toBe(false);
  expect(isDue(initialInspection, { ...run, loaded: false }, 0)).toBe(false);
  const wanted = (change: Partial<InspectionState['wanted']>) => ({
    ...initialInspection,
    wanted: { ...initialInspection.wanted, ...change },
  });
  expect(isDue(wanted({ contender: 9 }), run, 0)).toBe(false);
  expect(isDue(wanted({ input: { kind: 'text', text: '' } }), run, 0)).toBe(false);
  expect(isDue(wanted({ input: { kind: 'text', text: 'a'.repeat(100_001) } }), run, 0)).toBe(false);
  const diverged = run.members.map(c => ({ ...c, status: 'diverged' as const }));
  expect(isDue(initialInspection, { ...run, members: diverged }, 0)).toBe(false);
});
