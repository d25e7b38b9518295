import { beforeEach, expect, test, vi } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import type { Command } from '../../src/lab/worker/read_command';
import { connect } from '../../src/ui/actions';
import { type ExperimentOutcome, experimentsStore, initialExperiments } from '../../src/ui/stores/experiments';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';
import { check, verdict } from '../../src/ui/tour/check';
import { checkHere, checkingStore, keepChecks, toCheck } from '../../src/ui/tour/check_here';
import { checkedStore, evidenceFor, isHere } from '../../src/ui/tour/checked';
import { expectedWords, learnPace, paceStore, paceWords } from '../../src/ui/tour/expected';
import { LENGTH_COST } from '../../src/ui/tour/length_cost';
import { showStored } from '../../src/ui/tour/show_stored';
import type { TourStep } from '../../src/ui/tour/step';
import { steps } from '../../src/ui/tour/steps';

const sent: Command[] = [];
connect({ send: command => void sent.push(command), snapshot: () => undefined, restart: () => {} });
keepChecks();

beforeEach(() => {
  checkedStore.setState({}, true);
  checkingStore.setState({ checking: null });
  experimentsStore.setState(initialExperiments, true);
  runStore.setState(initialRun, true);
  paceStore.setState({ pace: null });
});

test('a finished experiment takes the place of the stored one if it had the button’s parameters, and ran here', () => {
  const step = stepOf('attention');
  const { params } = experimentOf(step, 'cost-of-attention');
  end({ asked: { limit: 256 } });
  end({ asked: params, from: 'file' });
  end({ asked: params, status: 'cancelled' });
  expect(evidenceFor(step, checkedStore.getState()).filter(isHere)).toEqual([]);
  end({ asked: params });
  expect(evidenceFor(step, checkedStore.getState())).toMatchObject([
    { name: 'cost-of-attention', machine: 'this machine', adapter: 'a CPU', seconds: 3, rows: [{ contender: 'LSTM' }] },
  ]);
});

test('a race that trained here to its end is kept as rows; one from a file, or with other settings, is not', () => {
  const step = stepOf('convolution');
  finish('two-windows', false);
  finish('parity', true);
  expect(evidenceFor(step, checkedStore.getState()).filter(isHere)).toEqual([]);
  finish('two-windows', true);
  const [own] = evidenceFor(step, checkedStore.getState()).filter(isHere);
  expect(own).toMatchObject({ name: 'two-windows', adapter: 'a CPU' });
  expect(own?.rows).toEqual([
    { contender: 'Sees 22', parameters: null, step: 200, loss: 2.5, accuracy: 0.25 },
    { contender: 'Sees 64', parameters: null, step: 200, loss: 2.5, accuracy: 0.25 },
  ]);
});

test('one button runs what a claim needs, one after the other', async () => {
  const step = stepOf('recurrence');
  checkHere(step);
  await vi.waitFor(() => expect(experimentsStore.getState().running).toBe('vanishing_gradients'));
  expect(checkingStore.getState().checking).toMatchObject({ step: 'recurrence', done: 0 });
  end({ asked: experimentOf(step, 'vanishing-gradients').params }, 'vanishing_gradients');
  await vi.waitFor(() => expect(experimentsStore.getState().running).toBe('sampling_cost'));
  end({ asked: experimentOf(step, 'cost-of-recurrence').params });
  await vi.waitFor(() => expect(experimentsStore.getState().running).toBe('training_cost'));
  end({ asked: experimentOf(step, LENGTH_COST).params }, 'training_cost');
  expect(checkingStore.getState().checking).toBeNull();
  expect(toCheck(step, checkedStore.getState())).toMatchObject({ again: true, runs: { length: 3 } });
  checkHere(step);
  await vi.waitFor(() => expect(experimentsStore.getState().running).toBe('vanishing_gradients'));
  expect(checkingStore.getState().checking).toMatchObject({ step: 'recurrence', done: 0, left: { length: 2 } });
});

test('where an experiment has no result, its stored rows are drawn, and named as such', () => {
  const step = stepOf('attention');
  const action = experimentOf(step, 'cost-of-attention');
  const [stored] = step.found.evidence;
  if (!stored) throw new Error('no evidence');
  showStored(action, stored);
  expect(experimentsStore.getState().outcomes.sampling_cost).toMatchObject({
    from: 'strong',
    rows: stored.rows,
    adapter: expect.stringContaining('on two cores, 20'),
  });
  end({ asked: { limit: 256 } });
  showStored(action, stored);
  expect(experimentsStore.getState().outcomes.sampling_cost?.from).toBeUndefined();
});

test('expected times follow what was timed here, and say where they come from', () => {
  expect(expectedWords(undefined, null)).toBe('');
  expect([0.4, 8, 24, 112].map(seconds => expectedWords(seconds, null))).toEqual([
    'about 1 s',
    'about 8 s',
    'about 25 s',
    'about 2 min',
  ]);
  expect(paceWords(null)).toContain('not timed yet');
  learnPace('two-windows', 60);
  expect(paceStore.getState().pace, 'too short to tell').toBeNull();
  const { seconds } = stepOf('induction').found.evidence[0] ?? { seconds: Number.NaN };
  learnPace('induction-heads', 2 * seconds);
  const { pace } = paceStore.getState();
  expect(pace).toEqual({ factor: 2, from: 'run' });
  expect(expectedWords(20, pace)).toBe('about 40 s');
  expect(paceWords(pace)).toContain('times 2.0: so long did the last run take here');
});

test('a claim holds if all its parts do, and cannot be told without a figure', () => {
  const part = (value: number | null) =>
    check(
      'At least 1',
      { value },
      own => `${own.value}`,
      own => own.value >= 1,
    );
  expect(verdict([part(1), part(2)])).toBe(true);
  expect(verdict([part(1), part(0)])).toBe(false);
  expect(verdict([part(1), part(null)])).toBeNull();
  expect(part(null)).toEqual({ says: 'At least 1', measured: 'no figure', holds: null });
});

function stepOf(name: string): TourStep {
  const step = steps.find(candidate => candidate.name === name);
  if (!step) throw new RangeError(`there is no step '${name}'`);
  return step;
}

function experimentOf({ actions }: TourStep, evidence: string) {
  const action = actions.find(one => one.kind === 'experiment' && one.evidence === evidence);
  if (action?.kind !== 'experiment') throw new RangeError(`there is no experiment '${evidence}'`);
  return action;
}

/** An experiment has ended so. */
function end(outcome: Partial<ExperimentOutcome>, name = 'sampling_cost'): void {
  const whole: ExperimentOutcome = {
    asked: {},
    params: {},
    adapter: 'a CPU',
    software: true,
    status: 'finished',
    progress: 1,
    message: '',
    secondsLeft: null,
    seconds: 3,
    rows: [{ contender: 'LSTM' }],
    summary: [],
    cells: [],
    ...outcome,
  };
  experimentsStore.setState(state => ({ running: null, outcomes: { ...state.outcomes, [name]: whole } }));
}

/** The race of a preset has ended, with one validation at step 200; `here`: it trained on this page. */
function finish(name: (typeof presets)[number]['name'], here: boolean): void {
  const config = presets.find(preset => preset.name === name)?.config;
  if (!config) throw new RangeError(`there is no preset '${name}'`);
  const slots = config.contenders.map((_, slot) => slot);
  const fresh = freshRun(initialRun, runStore.getState().runId + 1, {
    config,
    slots,
    ownText: null,
    ownSound: null,
    ownMusic: null,
  });
  const adapter = { adapter: 'a CPU', software: true, backend: 'wasm' } as const;
  const run: RunState = { ...fresh, adapter, loaded: true };
  if (here) runStore.setState({ ...run, playing: true });
  for (const { curve } of run.members) {
    for (const column of Object.values(curve)) column.append([Number.NaN, 1]);
    curve.step.truncate(0);
    curve.step.append([199, 200]);
    curve.validation.truncate(0);
    curve.validation.append([Number.NaN, 2.5]);
    curve.accuracy.truncate(0);
    curve.accuracy.append([Number.NaN, 0.25]);
  }
  runStore.setState({
    ...run,
    playing: false,
    members: run.members.map(member => ({ ...member, status: 'finished' })),
  });
}
