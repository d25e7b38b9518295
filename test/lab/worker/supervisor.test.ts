import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import type { Event } from '../../../src/lab/worker/protocol';
import type { Command } from '../../../src/lab/worker/read_command';
import { ANSWER_MILLISECONDS, MISSED_TICKS, OPENING_SECONDS, Supervisor } from '../../../src/lab/worker/supervisor';

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
});
const ready: Event = { type: 'ready', adapter: 'a', software: true, backend: 'webgpu', reason: undefined };
const snapshot = {
  status: 'training' as const,
  goal: 9,
  seconds: 1,
  trainer: { steps: 5, parameters: Float32Array.of(1), moments: Float32Array.of(2) },
};

/** A worker whose messages come from the test. */
interface Fake {
  readonly sent: Command[];
  ended: boolean;
  hear(event: Event): void;
  die(message: string): void;
}

function start() {
  const workers: Fake[] = [];
  const events: Event[] = [];
  const supervisor = new Supervisor(
    (hear, die) => {
      const fake: Fake = { sent: [], ended: false, hear, die };
      workers.push(fake);
      return { send: command => fake.sent.push(command), end: () => (fake.ended = true) };
    },
    event => events.push(event),
  );
  const worker = (): Fake => workers.at(-1) ?? expect.fail('no worker was started');
  supervisor.send({ type: 'open' });
  worker().hear(ready);
  supervisor.send({ type: 'load', runId: 1, config });
  worker().hear({ type: 'loading', runId: 1 });
  worker().hear({ type: 'playing', runId: 1, playing: true });
  worker().hear({ type: 'snapshot', runId: 1, contender: 0, snapshot });
  return { supervisor, workers, worker, events };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const wanted = (playing: boolean): readonly unknown[] => [
  { type: 'open' },
  expect.objectContaining({ type: 'load', runId: 1, snapshot: { playing, contenders: [snapshot] } }),
];

test('a worker that dies is replaced, and its race goes on from the kept step', () => {
  const { workers, worker, events } = start();
  workers[0]?.die('out of memory');
  expect(workers).toHaveLength(2);
  expect(workers[0]?.ended).toBe(true);
  expect(worker().sent).toEqual(wanted(true));
  expect(events.at(-1)).toMatchObject({ type: 'replaced', message: expect.stringContaining('goes on from step 5') });
});

/** Of one contender, up to step 5. */
function progress(): Event {
  const column = Float64Array.of(5);
  const points = {
    step: column,
    loss: column,
    validation: column,
    accuracy: column,
    gradientNorm: column,
    tokens: column,
    flops: column,
    seconds: column,
  };
  return { type: 'progress', runId: 1, contender: 0, points };
}

const toLoad = (playing: boolean, goal: number): unknown =>
  expect.objectContaining({ type: 'load', snapshot: { playing, contenders: [{ ...snapshot, goal }] } });

test.each([
  ['Step', 1, 6],
  ['Train', undefined, config.training.steps],
])('%s that a dead worker was asked for is done by the next one', (_, steps, goal) => {
  const { supervisor, workers, worker, events } = start();
  worker().hear(progress());
  worker().hear({ type: 'playing', runId: 1, playing: false });
  supervisor.send({ type: 'play', runId: 1, steps });
  workers[0]?.die('gone');
  expect(worker().sent.at(-1)).toEqual(toLoad(true, goal));
  expect(events.at(-1)).toMatchObject({ message: expect.stringContaining('The race goes on from step 5.') });
  // The next one dies as well, before it has answered.
  worker().die('gone');
  expect(worker().sent.at(-1)).toEqual(toLoad(true, goal));
  worker().hear({ type: 'resumed', runId: 1, cause: 'worker', playing: true, steps: [5] });
  worker().hear({ type: 'playing', runId: 1, playing: false });
  worker().die('gone');
  expect(worker().sent.at(-1)).toEqual(toLoad(false, goal));
});

test.each([
  [true, 'No step was kept yet, so the race starts at its first step.'],
  [false, 'No step was kept yet, so the race is at its beginning.'],
])('the page is told that nothing of a race that had begun was kept: training is %s', (playing, words) => {
  const { supervisor, worker, events } = start();
  supervisor.send({ type: 'load', runId: 1, config });
  worker().hear(progress());
  worker().hear({ type: 'playing', runId: 1, playing });
  worker().die('gone');
  expect(events.at(-1)).toMatchObject({ message: `The trainer stopped (gone) and has been restarted. ${words}` });
});

test.each([true, false])(
  'a run whose loading a worker did not survive trains on the next one if it was to train: %s',
  playing => {
    const { supervisor, worker, events } = start();
    const run = { ...snapshot, status: 'paused' as const };
    supervisor.send({ type: 'load', runId: 1, config, snapshot: { playing, contenders: [run] } });
    worker().hear({ type: 'loading', runId: 1 });
    worker().die('gone');
    expect(worker().sent.at(-1)).toMatchObject({ type: 'load', snapshot: { playing, contenders: [run] } });
    const words = playing ? 'The race goes on from step 5.' : 'The race is paused at step 5.';
    expect(events.at(-1)).toMatchObject({ type: 'replaced', message: expect.stringContaining(words) });
  },
);

test('a pause that a dead worker was asked for holds on the next one', () => {
  const { supervisor, workers, worker } = start();
  supervisor.send({ type: 'pause', runId: 1 });
  workers[0]?.die('gone');
  expect(worker().sent).toEqual(wanted(false));
});

test.each([
  [false, 5, 'The race is paused at step 5.'],
  [true, 5, 'The race goes on from step 5.'],
  [false, config.training.steps, `The race has ended at step ${config.training.steps.toLocaleString('en')}.`],
])('the page is told where the race stands: training is %s at step %i', (playing, steps, words) => {
  const { workers, worker, events } = start();
  const trainer = { ...snapshot.trainer, steps };
  worker().hear({ type: 'snapshot', runId: 1, contender: 0, snapshot: { ...snapshot, trainer } });
  worker().hear({ type: 'playing', runId: 1, playing });
  workers[0]?.die('gone');
  expect(events.at(-1)).toMatchObject({
    type: 'replaced',
    message: `The trainer stopped (gone) and has been restarted. ${words}`,
  });
});

test('a new worker gets the new names of contenders', () => {
  const { supervisor, workers, worker } = start();
  const rename: Command = { type: 'rename', runId: 1, names: ['Adder'] };
  supervisor.send(rename);
  workers[0]?.die('gone');
  expect(worker().sent).toEqual([...wanted(true), rename]);
  supervisor.send({ type: 'load', runId: 2, config });
  workers[1]?.die('gone');
  expect(worker().sent.map(({ type }) => type)).toEqual(['open', 'load']);
});

test('an experiment whose cancel is not answered within a second ends as cancelled, and its worker is replaced', async () => {
  const { supervisor, workers, worker, events } = start();
  const running = {
    type: 'experiment' as const,
    experimentId: 7,
    status: 'running' as const,
    progress: 0.5,
    message: 'Attention: trained 50 %',
    secondsLeft: 9,
    seconds: 9,
    rows: [{ length: 8 }],
    cells: [{ key: ['A'], value: 1 }],
    summary: ['So far.'],
  };
  worker().hear(running);
  supervisor.send({ type: 'cancel_experiment' });
  await vi.advanceTimersByTimeAsync(ANSWER_MILLISECONDS - 10);
  expect(workers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(workers).toHaveLength(2);
  expect(events.slice(-2)).toMatchObject([
    { experimentId: 7, status: 'cancelled', message: 'cancelled', rows: [], cells: [], summary: ['So far.'] },
    { type: 'replaced' },
  ]);

  worker().hear(ready);
  worker().hear({ ...running, experimentId: 8 });
  supervisor.send({ type: 'cancel_experiment' });
  worker().hear({ ...running, experimentId: 8, status: 'cancelled' });
  await vi.advanceTimersByTimeAsync(2 * ANSWER_MILLISECONDS);
  expect(workers).toHaveLength(2);
  supervisor.send({ type: 'cancel_experiment' });
  await vi.advanceTimersByTimeAsync(2 * ANSWER_MILLISECONDS);
  expect(workers).toHaveLength(2);
});

test('events of a worker after its end change nothing', () => {
  const { workers, events } = start();
  workers[0]?.die('gone');
  const before = events.length;
  workers[0]?.hear({ type: 'playing', runId: 1, playing: false });
  workers[0]?.die('again');
  expect(events).toHaveLength(before);
});

test('silence for more than five ticks replaces a worker, unless it announced long work or the page was hidden', () => {
  const { supervisor, workers, worker } = start();
  const wait = (seconds: number): void => {
    for (let i = 0; i < seconds; i++) supervisor.tick();
  };
  wait(MISSED_TICKS);
  worker().hear({ type: 'tick', busy: 10 });
  wait(MISSED_TICKS + 10);
  supervisor.forgive();
  wait(MISSED_TICKS + 10);
  expect(workers).toHaveLength(1);
  worker().hear({ type: 'tick', busy: 0 });
  wait(MISSED_TICKS + 1);
  expect(workers).toHaveLength(2);
  expect(worker().sent).toEqual(wanted(true));
});

test('the announced silence ends with the next word of the worker', () => {
  const { supervisor, workers, worker } = start();
  worker().hear({ type: 'tick', busy: 120 });
  worker().hear({ type: 'compiling', runId: 1, contender: 0, done: 1, total: 9 });
  for (let second = 0; second <= MISSED_TICKS; second++) supervisor.tick();
  expect(workers).toHaveLength(2);
});

test('a pause that is not answered in time replaces the worker, and the race stays paused at the kept step', async () => {
  const { supervisor, workers, worker, events } = start();
  supervisor.send({ type: 'pause', runId: 1 });
  await vi.advanceTimersByTimeAsync(ANSWER_MILLISECONDS);
  expect(workers).toHaveLength(2);
  expect(worker().sent).toEqual(wanted(false));
  expect(events).toContainEqual({ type: 'playing', runId: 1, playing: false });
});

test('a race that a worker does not load in time is loaded by another, from its first step', async () => {
  const { supervisor, workers, worker } = start();
  supervisor.send({ type: 'load', runId: 2, config });
  await vi.advanceTimersByTimeAsync(ANSWER_MILLISECONDS);
  expect(workers).toHaveLength(2);
  const contenders = [{ status: 'ready', goal: config.training.steps, seconds: 0 }];
  expect(worker().sent.at(-1)).toMatchObject({ type: 'load', runId: 2, snapshot: { playing: false, contenders } });
});

test('no worker is replaced if answers come in time', async () => {
  const { supervisor, workers, worker } = start();
  supervisor.send({ type: 'pause', runId: 1 });
  worker().hear({ type: 'playing', runId: 1, playing: false });
  supervisor.send({ type: 'load', runId: 2, config });
  worker().hear({ type: 'loading', runId: 2 });
  await vi.advanceTimersByTimeAsync(ANSWER_MILLISECONDS * 3);
  expect(workers).toHaveLength(1);
});

test('a worker that dies again and again is given up with one message, and the next command starts another', () => {
  const { supervisor, workers, worker, events } = start();
  for (let death = 0; death < 4; death++) worker().die('no');
  expect(events.filter(event => event.type === 'failed')).toEqual([
    expect.objectContaining({ failure: 'worker_crash' }),
  ]);
  const before = workers.length;
  supervisor.send({ type: 'load', runId: 2, config });
  expect(workers).toHaveLength(before + 1);
  expect(worker().sent.map(({ type }) => type)).toEqual(['open', 'load']);
});

test('the worker after one that was given up gets its race, then the command', () => {
  const { supervisor, worker } = start();
  for (let death = 0; death < 4; death++) worker().die('no');
  const play: Command = { type: 'play', runId: 1 };
  supervisor.send(play);
  const contenders = [{ ...snapshot, goal: config.training.steps }];
  expect(worker().sent).toEqual([
    { type: 'open' },
    expect.objectContaining({ type: 'load', runId: 1, snapshot: { playing: false, contenders } }),
    play,
  ]);
});

test('a worker that opens no device is replaced, unless it said why there is none', () => {
  const { supervisor, workers, worker } = start();
  const wait = (seconds: number): void => {
    for (let i = 0; i < seconds; i++) supervisor.tick();
  };
  worker().die('gone');
  wait(OPENING_SECONDS);
  expect(workers).toHaveLength(2);
  wait(1);
  expect(workers).toHaveLength(3);
  expect(worker().sent).toEqual(wanted(true));
  worker().hear({ type: 'failed', failure: 'internal', message: 'the driver refused' });
  wait(2 * OPENING_SECONDS);
  expect(workers).toHaveLength(3);
});
