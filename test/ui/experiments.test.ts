import { expect, test } from 'vitest';
import type { Event } from '../../src/lab/protocol';
import {
  beginExperiment,
  type ExperimentsState,
  endExperiment,
  initialExperiments,
  receiveExperiment,
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
    summary: [],
    ...change,
  };
}

const begun = beginExperiment(initialExperiments, 'scaling', { seed: 7 }, here);

function after(...events: Event[]): ExperimentsState {
  return events.reduce(receiveExperiment, begun);
}

test('rows gather, and the end frees the place of the one under way', () => {
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

test('events of an older run, and those after the end, change nothing', () => {
  expect(after(event({ experimentId: 0 }))).toBe(begun);
  const over = after(event({ status: 'cancelled' }));
  expect(receiveExperiment(over, event({ rows: [{ n: 1 }] }))).toBe(over);
});

test('another experiment keeps what the one before it gave', () => {
  const first = after(event({ rows: [{ n: 1 }] }));
  const second = beginExperiment(first, 'sampling_cost', {}, here);
  expect(second.outcomes.scaling).toMatchObject({ status: 'failed', rows: [{ n: 1 }] });
  expect(second).toMatchObject({ running: 'sampling_cost', experimentId: 2 });
});

test('a crashed worker ends it with its rows kept', () => {
  const state = after(event({ rows: [{ n: 1 }] }), { type: 'failed', failure: 'worker_crash', message: 'crash' });
  expect(state.running).toBeNull();
  expect(state.outcomes.scaling).toMatchObject({ status: 'failed', message: 'crash', rows: [{ n: 1 }] });
  expect(endExperiment(state, 'again')).toBe(state);
});

test('the adapter is that which was opened while it ran', () => {
  const state = after({ type: 'ready', adapter: 'another GPU', software: true, backend: 'webgpu' });
  expect(state.outcomes.scaling).toMatchObject({ adapter: 'another GPU', software: true });
});
