import { expect, test } from 'vitest';
import type { Event } from '../../src/lab/worker/protocol';
import {
  beginExperiment,
  type ExperimentsState,
  endExperiment,
  initialExperiments,
  receiveExperiment,
  resultsOf,
} from '../../src/ui/stores/experiments';

const here = { adapter: 'some GPU', software: false };

function event(change: Partial<Extract<Event, { type: 'experiment' }>> = {}): Event {
  return {
    type: 'experiment',
    experimentId: 1,
    status: 'running',
    progress: 0.5,
    message: 'half',
    secondsLeft: 10,
    seconds: 10,
    rows: [],
    cells: [],
    summary: [],
    ...change,
  };
}

const begun = beginExperiment(initialExperiments, 'scaling', { seed: 7 }, here);

function after(...events: Event[]): ExperimentsState {
  return events.reduce(receiveExperiment, begun);
}

test('rows accumulate, and after the end another experiment can run', () => {
  const state = after(
    event({ rows: [{ n: 1 }], summary: ['one'] }),
    event({ rows: [{ n: 2 }], summary: ['two'], status: 'finished', progress: 1, message: 'finished' }),
  );
  expect(state.running).toBeNull();
  expect(state.outcomes.scaling).toMatchObject({
    params: { seed: 7 },
    adapter: 'some GPU',
    status: 'finished',
    rows: [{ n: 1 }, { n: 2 }],
    summary: ['two'],
  });
});

test('events of an older run or after the end change nothing', () => {
  expect(after(event({ experimentId: 0 }))).toBe(begun);
  const over = after(event({ status: 'cancelled' }));
  expect(receiveExperiment(over, event({ rows: [{ n: 1 }] }))).toBe(over);
});

test('another experiment keeps the results of the previous one', () => {
  const first = after(event({ rows: [{ n: 1 }] }));
  const second = beginExperiment(first, 'sampling_cost', {}, here);
  expect(second.outcomes.scaling).toMatchObject({ status: 'failed', rows: [{ n: 1 }] });
  expect(second).toMatchObject({ running: 'sampling_cost', experimentId: 2 });
});

test('a crashed worker ends the experiment, and its rows are kept', () => {
  const state = after(event({ rows: [{ n: 1 }] }), { type: 'failed', failure: 'worker_crash', message: 'crash' });
  expect(state.running).toBeNull();
  expect(state.outcomes.scaling).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('Run it again.'),
    rows: [{ n: 1 }],
  });
  expect(endExperiment(state, 'again')).toBe(state);
});

test('the adapter is the one that was open during the run', () => {
  const state = after({ type: 'ready', adapter: 'another GPU', software: true, backend: 'webgpu' });
  expect(state.outcomes.scaling).toMatchObject({ adapter: 'another GPU', software: true });
});

const rows54 = Array.from({ length: 54 }, (_, n) => ({ n }));
const finished = after(event({ rows: rows54, summary: ['all'], status: 'finished', progress: 1 }));
const again = beginExperiment(finished, 'scaling', { seed: 8 }, here);
const endings: readonly (readonly [string, (state: ExperimentsState) => ExperimentsState])[] = [
  ['is cancelled', state => receiveExperiment(state, event({ experimentId: 2, status: 'cancelled' }))],
  ['fails', state => receiveExperiment(state, event({ experimentId: 2, status: 'failed', message: 'no memory' }))],
  [
    'loses its worker',
    state => receiveExperiment(state, { type: 'failed', failure: 'worker_crash', message: 'crash' }),
  ],
  ['loses its worker to another', state => receiveExperiment(state, { type: 'replaced', message: 'silent' })],
  ['gives way to training or a reset', state => endExperiment(state, 'ended because training began')],
  ['gives way to another experiment', state => beginExperiment(state, 'sampling_cost', {}, here)],
];

test('what a notice says of a replaced worker is not said again beside the experiment', () => {
  const message = 'The trainer stopped (gone) and has been restarted.';
  const running = receiveExperiment(again, event({ experimentId: 2, rows: [{ n: 0 }] }));
  const { latest } = resultsOf(receiveExperiment(running, { type: 'replaced', message }), 'scaling');
  expect(latest).toMatchObject({ status: 'failed', message: expect.stringContaining('Run it again.') });
  expect(latest?.message).not.toContain(message);
});

test.each(endings)('a finished result stays beside the rows of a second run that %s', (_, end) => {
  const running = receiveExperiment(again, event({ experimentId: 2, rows: [{ n: 0 }, { n: 1 }] }));
  expect(resultsOf(running, 'scaling')).toMatchObject({
    latest: { rows: [{ n: 0 }, { n: 1 }] },
    earlier: { rows: rows54 },
  });
  const { latest, earlier } = resultsOf(end(running), 'scaling');
  expect(latest?.rows).toHaveLength(2);
  expect(earlier).toMatchObject({ status: 'finished', rows: rows54, summary: ['all'], params: { seed: 7 } });
  // A third run that also ends early replaces the second, not the finished one.
  const third = endExperiment(beginExperiment(end(running), 'scaling', {}, here), 'ended');
  expect(resultsOf(third, 'scaling')).toMatchObject({ latest: { rows: [] }, earlier: { rows: rows54 } });
});

test('a second run that finishes replaces the first', () => {
  const over = receiveExperiment(again, event({ experimentId: 2, rows: [{ n: 9 }], status: 'finished', progress: 1 }));
  expect(resultsOf(over, 'scaling')).toMatchObject({ latest: { rows: [{ n: 9 }] }, earlier: undefined });
  expect(over.earlier).toEqual({});
});

test('if two runs ended early, the one with more rows stays beside the last', () => {
  const first = endExperiment(after(event({ rows: rows54 })), 'ended');
  const begun = beginExperiment(first, 'scaling', {}, here);
  const empty = endExperiment(begun, 'ended at once');
  expect(resultsOf(empty, 'scaling')).toMatchObject({
    latest: { rows: [] },
    earlier: { status: 'failed', rows: rows54 },
  });
  // After two runs that were cancelled at once there is no earlier result to show.
  const nothing = endExperiment(beginExperiment(initialExperiments, 'scaling', {}, here), 'ended at once');
  expect(resultsOf(beginExperiment(nothing, 'scaling', {}, here), 'scaling').earlier).toBeUndefined();
  const longer = endExperiment(
    receiveExperiment(begun, event({ experimentId: 2, rows: [...rows54, { n: 54 }] })),
    'ended',
  );
  expect(resultsOf(longer, 'scaling').earlier).toBeUndefined();
});

test('finished measurements gather until the run finishes, and a run that goes on begins with them', () => {
  const [one, two] = [1, 2].map(n => ({ key: [n], value: { loss: n } }));
  const ended = after(
    event({ rows: [{ n: 1 }], cells: one ? [one] : [] }),
    event({ status: 'cancelled', cells: two ? [two] : [] }),
  );
  const cells = ended.outcomes.scaling?.cells;
  expect(cells).toEqual([one, two]);
  const again = beginExperiment(ended, 'scaling', { seed: 7 }, here, cells);
  expect(again.outcomes.scaling?.cells).toEqual([one, two]);
  const done = receiveExperiment(again, event({ experimentId: 2, status: 'finished', rows: [{ n: 1 }, { n: 2 }] }));
  expect(done.outcomes.scaling?.cells).toEqual([]);
});

test('an event without a measurement leaves those of the outcome as they are, so that nothing is stored again', () => {
  const one = { key: [1], value: 1 };
  const state = after(event({ cells: [one] }));
  expect(receiveExperiment(state, event({ progress: 0.6 })).outcomes.scaling?.cells).toBe(
    state.outcomes.scaling?.cells,
  );
});
