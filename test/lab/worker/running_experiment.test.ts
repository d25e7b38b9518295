import { afterEach, expect, test, vi } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runConfig } from '../../../src/lab/config/config';
import { openBackend } from '../../../src/lab/worker/open_backend';
import type { Event } from '../../../src/lab/worker/protocol';
import { isEvent } from '../../../src/lab/worker/protocol';
import type { Command } from '../../../src/lab/worker/read_command';
import { readCommand } from '../../../src/lab/worker/read_command';
import { RunningExperiment } from '../../../src/lab/worker/running_experiment';
import { WorkerHost } from '../../../src/lab/worker/worker_host';
import { patience } from '../../support/patience';
import { noGpu } from '../../support/wasm';
import { materials, tiny } from '../experiments/tiny';

type Told = Extract<Event, { type: 'experiment' }>;

const name = 'training_cost';
/** Of three rows, each of half a second. */
const params = { ...tiny[name]?.params, contenders: [{ name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba' }] }] };
const ROWS = 3;
/** Runs for minutes. */
const endless = { ...params, longest: 2 ** 20 };

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A host on the twins, its events so far, and a way to wait for one. */
function host() {
  const events: Event[] = [];
  let heard = (): void => {};
  const post = (event: Event): void => {
    events.push(structuredClone(event));
    heard();
  };
  const worker = new WorkerHost(options => openBackend(noGpu, options), post, materials.corpus);
  const said = async (is: (event: Event) => boolean): Promise<Event> => {
    for (;;) {
      const found = events.find(is);
      if (found) return found;
      await new Promise<void>(resolve => {
        heard = resolve;
      });
    }
  };
  const receive = (command: Command): void => worker.receive(command);
  receive({ type: 'open', choice: { backend: 'twin' } });
  return { events, said, receive };
}

const ended = (event: Event): event is Told => event.type === 'experiment' && event.status !== 'running';
const hasRows = (event: Event): boolean => event.type === 'experiment' && event.rows.length > 0;

function told(events: readonly Event[]): Told[] {
  return events.flatMap(event => (event.type === 'experiment' ? [event] : []));
}

test('an experiment reports its progress and every row once, then the summary', async () => {
  const { events, said, receive } = host();
  receive({ type: 'run_experiment', experimentId: 4, name, params, before: null });
  await said(ended);
  const all = told(events);
  expect(all[0]).toMatchObject({ experimentId: 4, status: 'running', progress: 0, rows: [], secondsLeft: null });
  expect(all.at(-1)).toMatchObject({ status: 'finished', progress: 1, message: 'finished', secondsLeft: null });
  expect(all.flatMap(({ rows }) => rows)).toHaveLength(ROWS);
  expect(all.at(-1)?.summary[0]).toMatch(/^Mamba, .*exponents/);
  expect(all.every(event => isEvent(event))).toBe(true);
  const progress = all.map(event => event.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test('cancelling keeps the rows so far, and another one can be run', async () => {
  const { events, said, receive } = host();
  receive({ type: 'run_experiment', experimentId: 1, name, params: endless, before: null });
  await said(hasRows);
  receive({ type: 'cancel_experiment' });
  const end = await said(ended);
  expect(end).toMatchObject({ status: 'cancelled', message: 'cancelled' });
  expect(told(events).flatMap(({ rows }) => rows).length).toBeGreaterThan(0);
  receive({ type: 'run_experiment', experimentId: 2, name, params: { ...params, longest: 4 }, before: null });
  await said(event => ended(event) && event.experimentId === 2 && event.status === 'finished');
});

test('one that was cancelled goes on from what it had finished, and repeats no measurement', async () => {
  const { events, said, receive } = host();
  const command = { type: 'run_experiment', name, params } as const;
  receive({ ...command, experimentId: 1, before: null });
  await said(event => event.type === 'experiment' && event.cells.length > 0);
  receive({ type: 'cancel_experiment' });
  await said(ended);
  const first = told(events);
  const cells = first.flatMap(event => event.cells);
  const seconds = first.at(-1)?.seconds ?? 0;
  receive({ ...command, experimentId: 2, before: { cells, seconds } });
  await said(event => ended(event) && event.experimentId === 2);
  const second = told(events).filter(({ experimentId }) => experimentId === 2);
  expect(second.at(-1)).toMatchObject({ status: 'finished', progress: 1 });
  expect(second.at(-1)?.seconds).toBeGreaterThan(seconds);
  expect(second.flatMap(({ rows }) => rows)).toHaveLength(ROWS);
  const keys = [...cells, ...second.flatMap(event => event.cells)].map(({ key }) => JSON.stringify(key));
  expect(new Set(keys).size).toBe(keys.length);
});

test('training waits while an experiment runs; starting it ends the experiment', async () => {
  const { events, said, receive } = host();
  const config = runConfig.parse({
    task: { name: 'parity', length: 8 },
    contenders: [{ name: 'RNN', d_model: 4, blocks: [{ mixer: 'rnn' }] }],
    training: { steps: 1_000_000, batch: 1 },
  });
  receive({ type: 'load', runId: 1, config });
  receive({ type: 'play', runId: 1 });
  await said(event => event.type === 'progress');
  receive({ type: 'run_experiment', experimentId: 1, name, params: endless, before: null });
  await said(hasRows);
  const began = events.findIndex(event => event.type === 'experiment');
  expect(events.slice(0, began)).toContainEqual({ type: 'playing', runId: 1, playing: false });
  expect(events.slice(began).map(({ type }) => type)).not.toContain('progress');
  receive({ type: 'play', runId: 1 });
  const end = await said(ended);
  expect(end).toMatchObject({ status: 'cancelled', message: 'ended because training began' });
  const before = events.length;
  await vi.waitFor(() => expect(events.slice(before).map(({ type }) => type)).toContain('progress'), patience);
  receive({ type: 'pause', runId: 1 });
  await said(event => event.type === 'playing' && !event.playing && events.indexOf(event) > before);
});

test('an invalid request is answered, with the fix', async () => {
  const { said, receive } = host();
  receive({ type: 'run_experiment', experimentId: 1, name: 'alchemy', params: {}, before: null });
  expect(await said(ended)).toMatchObject({ status: 'failed', message: expect.stringContaining(name) });
  receive({ type: 'run_experiment', experimentId: 2, name, params: { longest: -1 }, before: null });
  const second = (event: Event): boolean => ended(event) && event.experimentId === 2;
  expect(await said(second)).toMatchObject({ status: 'failed', message: expect.stringContaining('longest') });
});

test('a lost device ends it at once with its rows kept, and nothing is posted after', async () => {
  const events: Told[] = [];
  const post = (event: Told): number => events.push(event);
  const options = { experimentId: 1, name, params: endless, materials, backend: new TwinBackend(), before: null, post };
  const experiment = new RunningExperiment(options);
  await vi.waitFor(() => expect(events.some(hasRows)).toBe(true), patience);
  experiment.lose('The GPU was lost.');
  const last = events.at(-1);
  expect(last).toMatchObject({ status: 'failed', message: 'The GPU was lost.' });
  await experiment.done;
  expect(events.at(-1)).toBe(last);
});

test('an error of work on a device that is being lost waits for the loss to be known', async () => {
  const backend = new TwinBackend();
  vi.spyOn(backend, 'allocate').mockImplementation(() => {
    throw new Error('device is gone');
  });
  const events: Told[] = [];
  const post = (event: Told): number => events.push(event);
  const experiment = new RunningExperiment({ experimentId: 1, name, params, materials, backend, before: null, post });
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(events.every(({ status }) => status === 'running')).toBe(true);
  experiment.lose('The GPU was lost.');
  await experiment.done;
  expect(events.at(-1)).toMatchObject({ status: 'failed', message: 'The GPU was lost.' });
});

test('a wrong parameter is told at once: no loss of a device is waited for', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const events: Told[] = [];
  const post = (event: Told): number => events.push(event);
  const backend = new TwinBackend();
  const wrong = { ...params, longest: -1 };
  await new RunningExperiment({ experimentId: 1, name, params: wrong, materials, backend, before: null, post }).done;
  expect(events.at(-1)).toMatchObject({ status: 'failed', message: expect.stringContaining('longest') });
});

test('cancelled while it compiles, it ends within a second, and resolves when the backend is free', async () => {
  const backend = new TwinBackend();
  const prepare = backend.prepare.bind(backend);
  let goOn = (): void => {};
  const compiled = new Promise<void>(resolve => {
    goOn = resolve;
  });
  const compiling = vi.spyOn(backend, 'prepare').mockImplementation(async (...asked) => {
    await compiled;
    return prepare(...asked);
  });
  const events: Told[] = [];
  const post = (event: Told): number => events.push(event);
  const experiment = new RunningExperiment({ experimentId: 1, name, params, materials, backend, before: null, post });
  await vi.waitFor(() => expect(compiling).toHaveBeenCalled(), patience);
  const asked = performance.now();
  let free = false;
  const stopped = experiment.stop('cancelled').then(() => {
    free = true;
  });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ status: 'cancelled', message: 'cancelled' }), patience);
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(free).toBe(false);
  goOn();
  await stopped;
  expect(events.filter(({ status }) => status !== 'running')).toHaveLength(1);
  expect(backend.counters.bytes).toBe(0);
});

test('commands and events of experiments are checked', () => {
  const command = { type: 'run_experiment', experimentId: 1, name, params: { seed: 3 }, before: null };
  expect(readCommand(command)).toEqual({ command });
  expect(readCommand({ ...command, params: 'none' })).toHaveProperty('message');
  expect(readCommand({ type: 'run_experiment', name })).toHaveProperty('message');
  const event = {
    type: 'experiment',
    experimentId: 1,
    status: 'running',
    progress: 0,
    message: '',
    secondsLeft: null,
    seconds: 0,
    rows: [{ length: 8, accuracy: null, status: 'diverged' }],
    cells: [{ key: ['A', 1], value: { loss: 1 } }],
    summary: [],
  };
  expect(isEvent(event)).toBe(true);
  expect(isEvent({ ...event, secondsLeft: '9' })).toBe(false);
  expect(isEvent({ ...event, status: 'asleep' })).toBe(false);
  expect(isEvent({ ...event, rows: [{ length: [8] }] })).toBe(false);
  expect(isEvent({ ...event, rows: 3 })).toBe(false);
  expect(isEvent({ ...event, summary: [1] })).toBe(false);
  expect(isEvent({ ...event, cells: [{ value: 1 }] })).toBe(false);
});
