import { describe, expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import type { CurvePoints } from '../../src/lab/race/curve';
import { RunRecorder } from '../../src/lab/race/run_recorder';
import { latencyColumnsOf } from '../../src/lab/sampling/latency';
import { tapeColumnsOf } from '../../src/lab/sampling/tape';
import type { Event, Failure } from '../../src/lab/worker/protocol';
import { isEvent } from '../../src/lab/worker/protocol';
import { leaderOf } from '../../src/ui/results';
import { runsOf } from '../../src/ui/runs';
import { paceOf, receive } from '../../src/ui/stores/receive';
import type { RunState } from '../../src/ui/stores/run_state';
import { freshRun, initialRun, phaseOf, raceStep } from '../../src/ui/stores/run_state';
import { newWriting } from '../../src/ui/stores/writing';

const preset = mobyDick;
const settings = { config: preset.config, slots: [3, 2, 1, 0], ownText: null, ownSound: null, ownMusic: null };
const nan = Number.NaN;

function points(steps: readonly number[], loss: number): CurvePoints {
  const fill = (value: number) => Float64Array.from(steps, () => value);
  return {
    step: Float64Array.from(steps),
    loss: fill(loss),
    validation: fill(nan),
    accuracy: fill(nan),
    gradientNorm: fill(1),
    tokens: Float64Array.from(steps, s => s * 1024),
    flops: Float64Array.from(steps, s => s * 1e6),
    seconds: Float64Array.from(steps, s => s / 10),
  };
}

const ready: Event = { type: 'ready', adapter: 'Test', software: true, backend: 'twin' };

function loadedRun(runId = 1): RunState {
  const fresh = freshRun(receive(initialRun, ready, 0), runId, settings);
  return receive(
    fresh,
    {
      type: 'loaded',
      runId,
      task: {
        vocabularySize: 80,
        vocabulary: [],
        length: 128,
        prompt: 'Call me',
        answers: 0,
        baselines: [],
        example: { glyphs: [], targets: [] },
      },
      contenders: preset.config.contenders.map(() => ({
        parameters: 70_000,
        trainingFlops: 1,
        samplingFlops: 1,
        plannedBytes: 1,
        dispatchesPerStep: 1,
        receptiveField: null,
      })),
    },
    0,
  );
}

const all = (state: RunState, event: (contender: number) => Event, now: number) =>
  preset.config.contenders.reduce((s, _, contender) => receive(s, event(contender), now), state);

describe('receive', () => {
  test('training asked for before a run is loaded waits for it, unless nothing will be loaded', () => {
    const asked = { ...freshRun(receive(initialRun, ready, 0), 1, settings), toTrain: { steps: 3 } };
    const toTrainAfter = (failure: Failure, of: { contender?: number } = {}) =>
      receive(asked, { type: 'failed', runId: 1, failure, message: 'No.', ...of }, 0).toTrain;
    expect(toTrainAfter('bad_text')).toBeNull();
    expect(toTrainAfter('refused')).toEqual({ steps: 3 });
    expect(toTrainAfter('out_of_memory', { contender: 0 })).toEqual({ steps: 3 });
    expect(freshRun(asked, 2, settings).toTrain).toBeNull();
  });

  test('phases follow the events of a run', () => {
    expect(phaseOf(initialRun)).toBe('opening');
    expect(phaseOf(receive(initialRun, ready, 0))).toBe('empty');
    let state = freshRun(receive(initialRun, ready, 0), 1, settings);
    expect(phaseOf(state)).toBe('compiling');
    state = loadedRun();
    expect(phaseOf(state)).toBe('ready');
    state = receive(state, { type: 'playing', runId: 1, playing: true }, 0);
    expect(phaseOf(state)).toBe('training');
    state = all(state, contender => ({ type: 'progress', runId: 1, contender, points: points([1, 2], 4) }), 1);
    state = receive(state, { type: 'playing', runId: 1, playing: false }, 2);
    expect(phaseOf(state)).toBe('paused');
    expect(raceStep(state)).toBe(2);
    state = all(state, contender => ({ type: 'status', runId: 1, contender, status: 'finished' }), 3);
    expect(phaseOf(state)).toBe('finished');
  });

  test('a race at rest has no contender that trains, also when its worker never said so', () => {
    let state = all(loadedRun(), contender => ({ type: 'status', runId: 1, contender, status: 'training' }), 1);
    state = receive(state, { type: 'status', runId: 1, contender: 1, status: 'finished' }, 2);
    state = receive(state, { type: 'playing', runId: 1, playing: false }, 3);
    expect(new Set(state.members.map(({ status }) => status))).toEqual(new Set(['paused', 'finished']));
  });

  test('a run that continues after a lost device drops the points that are trained again, and says from which step', () => {
    let state = loadedRun();
    state = all(state, contender => ({ type: 'progress', runId: 1, contender, points: points([1, 2, 3], 4) }), 1);
    state = receive(state, { type: 'status', runId: 1, contender: 0, status: 'compiling' }, 2);
    expect(phaseOf(state)).toBe('compiling');
    state = receive(state, { type: 'resumed', runId: 1, cause: 'device', playing: false, steps: [2, 0, 3, 9] }, 3);
    expect(state.members.map(({ curve }) => [...curve.step.view()])).toEqual([[1, 2], [], [1, 2, 3], [1, 2, 3]]);
    expect(state.members.map(({ curve }) => curve.loss.length)).toEqual([2, 0, 3, 3]);
    expect(state.resumedAt).toEqual({ step: 0, is: 'paused' });
  });

  test('a device lost before the first step is reported; a replaced worker is reported in other words', () => {
    const resumed = { type: 'resumed', runId: 1, playing: true, steps: [0, 0, 0, 0] } as const;
    const lost = receive(loadedRun(), { ...resumed, cause: 'device' }, 1);
    expect(lost.resumedAt).toEqual({ step: 0, is: 'training' });
    expect(receive(loadedRun(), { ...resumed, cause: 'worker' }, 1).resumedAt).toBeNull();
  });

  test.each([
    [2, true, 'training'],
    [2, false, 'paused'],
    [preset.config.training.steps, true, 'finished'],
    [preset.config.training.steps, false, 'finished'],
  ])(
    'a device lost at step %i is reported as it is: whether it trained is %s, so the race is %s',
    (step, playing, is) => {
      let state = loadedRun();
      const steps = Array.from({ length: step }, (_, i) => i + 1);
      state = all(state, contender => ({ type: 'progress', runId: 1, contender, points: points(steps, 4) }), 1);
      const resumed = { type: 'resumed', runId: 1, cause: 'device', steps: [step, step, step, step] } as const;
      const back = receive({ ...state, playing: !playing }, { ...resumed, playing }, 2);
      expect(back).toMatchObject({ playing, resumedAt: { step, is } });
    },
  );

  test('events of an old run change nothing', () => {
    const state = loadedRun(7);
    const late: Event[] = [
      { type: 'progress', runId: 6, contender: 0, points: points([1], 4) },
      { type: 'playing', runId: 6, playing: true },
      { type: 'failed', runId: 6, failure: 'diverged', message: 'late' },
      { type: 'status', runId: 6, contender: 0, status: 'training' },
    ];
    for (const event of late) expect(receive(state, event, 0)).toBe(state);
    expect(state.members[0]?.curve.step.length).toBe(0);
  });

  test('points are appended in place, and the version changes', () => {
    const before = loadedRun();
    const curve = before.members[0]?.curve;
    const after = receive(before, { type: 'progress', runId: 1, contender: 0, points: points([1, 2, 3], 4) }, 0);
    expect(after.members[0]?.curve).toBe(curve);
    expect(after.version).toBe(before.version + 1);
    expect(runsOf(after)[0]).toMatchObject({
      step: 3,
      parameters: 70_000,
      curve: { step: [1, 2, 3], loss: [4, 4, 4], validation: [null, null, null], seconds: [0.1, 0.2, 0.3] },
    });
  });

  test('headless records the same fields and values', () => {
    const { config } = loadedRun();
    if (!config) throw new Error('no config');
    const recorder = new RunRecorder(config);
    let state = loadedRun();
    const events: Event[] = [
      { type: 'status', runId: 1, contender: 0, status: 'training' },
      { type: 'progress', runId: 1, contender: 0, points: points([1, 2], 4) },
      { type: 'status', runId: 1, contender: 0, status: 'finished' },
    ];
    for (const event of events) {
      state = receive(state, event, 0);
      recorder.receive(event);
    }
    const { parameters: _, ...onPage } = runsOf(state)[0] ?? {};
    const { parameters: __, ...inHeadless } = recorder.runs()[0] ?? {};
    expect(inHeadless).toEqual(onPage);
    expect(Object.keys(runsOf(state)[0] ?? {})).toEqual(Object.keys(recorder.runs()[0] ?? {}));
  });

  test('the pace is that of steps that every contender has done', () => {
    let state = receive(loadedRun(), { type: 'playing', runId: 1, playing: true }, 100);
    for (let k = 1; k <= 10; k++)
      state = all(state, contender => ({ type: 'progress', runId: 1, contender, points: points([k], 4) }), 100 + k / 2);
    expect(paceOf(state.pace)).toBeCloseTo(2, 5);
  });

  test('one contender that diverges leaves the others in the race', () => {
    let state = receive(loadedRun(), { type: 'playing', runId: 1, playing: true }, 0);
    state = receive(state, { type: 'failed', runId: 1, contender: 1, failure: 'diverged', message: 'at step 12' }, 0);
    expect(state.members[1]).toMatchObject({ status: 'diverged', trouble: 'at step 12' });
    expect(phaseOf(state)).toBe('training');
    state = receive(state, { type: 'failed', runId: 1, failure: 'device_lost', message: 'gone' }, 0);
    expect(phaseOf(state)).toBe('failed');
    expect(state.playing).toBe(false);
  });

  test('a diverged contender never leads, however low its loss was', () => {
    const validated = (loss: number) => ({ ...points([10], loss), validation: Float64Array.of(loss) });
    let state = all(
      loadedRun(),
      contender => ({ type: 'progress', runId: 1, contender, points: validated(4 - contender) }),
      0,
    );
    const last = preset.config.contenders.length - 1;
    expect(leaderOf(state)).toBe(last);
    state = receive(state, { type: 'failed', runId: 1, contender: last, failure: 'diverged', message: 'at 12' }, 0);
    expect(leaderOf(state)).toBe(last - 1);
  });

  test('each lane gets its text, and latencies are kept by sampling method', () => {
    const start: RunState = {
      ...loadedRun(),
      sampling: {
        sampleId: 3,
        done: false,
        questions: [],
        request: { prompt: 'Call', tokens: 2, temperature: 1, topK: 0, seed: 1, naive: true },
      },
    };
    const tape = tapeColumnsOf(() => 1);
    const entry = { position: 5, milliseconds: 2, bytes: 64, tokens: 16, roundTrip: 0.5 };
    const say = (contender: number, text: string, done: boolean, sampleId = 3, naive = true): Event => ({
      type: 'sampled',
      runId: 1,
      sampleId,
      contender,
      naive,
      text,
      answers: [],
      done,
      tape,
      finish: 2,
      latency: latencyColumnsOf(column => Float64Array.of(entry[column])),
    });
    expect(receive(start, say(0, 'x', true, 2), 0)).toBe(start);
    const state = receive(receive(start, say(0, 'a', false), 0), say(0, 'b', true), 0);
    expect(state.members[0]?.writing).toMatchObject({ text: 'ab', answers: [], done: true });
    expect(runsOf(state)[0]?.latency.position).toEqual([]);
    expect(runsOf(state)[0]?.naiveLatency).toEqual(latencyColumnsOf(column => [entry[column], entry[column]]));
    expect(state.sampling?.done).toBe(true);
    const two = { ...start.sampling?.request, naive: false, naiveBeside: true };
    const beside: RunState = {
      ...loadedRun(),
      sampling: start.sampling && { ...start.sampling, request: { ...start.sampling.request, ...two } },
    };
    const carried = receive(beside, say(0, 'c', true, 3, false), 0);
    const both = receive(carried, say(0, 'n', false), 0);
    expect(both.members[0]).toMatchObject({ writing: { text: 'c', done: true }, beside: { text: 'n', done: false } });
    expect(carried.sampling?.done).toBe(true);
    expect(both.sampling?.done).toBe(false);
    expect(runsOf(both)[0]).toMatchObject({ latency: { position: [5] }, naiveLatency: { position: [5] } });
  });

  test.each(['no_device', 'worker_crash', 'device_lost'] as const)(
    'what ended the race (%s) stays when something is refused or interrupted after it',
    failure => {
      const writing = { ...newWriting(), text: 'a' };
      const loaded = loadedRun();
      const sampled = { ...loaded, members: loaded.members.map(c => ({ ...c, writing })) };
      const ended = receive(sampled, { type: 'failed', runId: 1, failure, message: 'gone' }, 0);
      const late: Event[] = [
        { type: 'failed', runId: 1, failure: 'refused', message: 'no race' },
        { type: 'failed', runId: 1, failure: 'interrupted', message: 'ask again' },
      ];
      const after = late.reduce((state, event) => receive(state, event, 1), ended);
      expect(after.trouble).toMatchObject({ failure, message: 'gone' });
      expect(phaseOf(after)).toBe('failed');
      expect(after.members.map(c => c.writing?.done)).toEqual([true, true, true, true]);
      expect(receive(after, { type: 'failed', runId: 1, failure: 'internal', message: 'x' }, 2).trouble?.message).toBe(
        'x',
      );
    },
  );

  test('a bad prompt ends the sampling, not the run', () => {
    const state = receive(loadedRun(), { type: 'failed', runId: 1, failure: 'bad_prompt', message: 'ß' }, 0);
    expect(phaseOf(state)).toBe('ready');
    expect(state.trouble?.message).toBe('ß');
  });
});

describe('isEvent', () => {
  test('accepts the protocol’s options and nothing else', () => {
    expect(isEvent(ready)).toBe(true);
    expect(isEvent({ type: 'progress', runId: 1, contender: 0, points: points([1], 2) })).toBe(true);
    expect(
      isEvent({ type: 'progress', runId: 1, contender: 0, points: { ...points([1], 2), loss: new Float64Array(2) } }),
    ).toBe(false);
    expect(isEvent({ type: 'failed', failure: 'toString', message: '' })).toBe(false);
    expect(isEvent({ type: 'status', runId: 1, contender: 0, status: 'asleep' })).toBe(false);
    for (const nothing of [null, undefined, 3, 'ready', {}, { type: 'unheard' }]) expect(isEvent(nothing)).toBe(false);
  });
});
