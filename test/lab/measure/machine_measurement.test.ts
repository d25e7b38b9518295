import { expect, test } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { MachineMeasurement } from '../../../src/lab/measure/machine_measurement';
import { entriesOf, type TableEntry } from '../../../src/lab/measure/measure_cases';
import { tableNames } from '../../../src/lab/measure/measured';
import { tables } from '../../../src/lab/measure/tables';
import { openBackend } from '../../../src/lab/worker/open_backend';
import type { Event } from '../../../src/lab/worker/protocol';
import { isEvent } from '../../../src/lab/worker/protocol';
import { readCommand } from '../../../src/lab/worker/read_command';
import { WorkerHost } from '../../../src/lab/worker/worker_host';
import { noGpu } from '../../support/wasm';

type Measured = Extract<Event, { type: 'measured' }>;

const adapter = { subgroups: false };

function timed(name: string, run: (times: number) => Promise<void>, log: string[] = []): TableEntry {
  return {
    table: 'matmul',
    measured: {
      name,
      work: { unit: 'FLOP', amount: 10 },
      flops: 10,
      async ours() {
        log.push(`made ${name}`);
        return { run, most: 2, facts: () => ({ dispatches: 1 }), destroy: () => log.push(`freed ${name}`) };
      },
    },
  };
}

const idle = async (): Promise<void> => {};
const counted: TableEntry = {
  table: 'bytes',
  measured: { name: 'counted', count: async () => ({ 'planned bytes': 8 }) },
};

async function measured(
  entries: TableEntry[],
  during?: (measurement: MachineMeasurement) => void,
): Promise<Measured[]> {
  const events: Measured[] = [];
  const post = (event: Measured): number => events.push(event);
  const measurement = new MachineMeasurement(new TwinBackend(), { measureId: 3, adapter, models: [], post }, entries);
  during?.(measurement);
  await measurement.done;
  return events;
}

test('every case becomes a row, in order, and progress is reported', async () => {
  const events = await measured([timed('a', idle), counted]);
  expect(events.flatMap(({ rows }) => rows)).toMatchObject([
    { table: 'matmul', name: 'a', flops: 10, facts: { dispatches: 1 }, timing: { repetitions: 2 } },
    { table: 'bytes', name: 'counted', facts: { 'planned bytes': 8 } },
  ]);
  expect(events.map(({ done, total, status }) => [done, total, status])).toEqual([
    [0, 3, 'measuring'],
    [1, 3, 'measuring'],
    [1, 3, 'measuring'],
    [2, 3, 'measuring'],
    [2, 3, 'measuring'],
    [3, 3, 'finished'],
  ]);
  expect(events.every(event => event.measureId === 3 && isEvent(structuredClone(event)))).toBe(true);
});

test('a case that fails says why, is freed, and the next is measured', async () => {
  const log: string[] = [];
  const failing = timed('a', () => Promise.reject(new Error('no room')), log);
  const events = await measured([failing, timed('b', idle, log)]);
  expect(events.flatMap(({ rows }) => rows)).toMatchObject([{ name: 'a', failure: 'no room' }, { name: 'b' }]);
  expect(log).toEqual(['made a', 'freed a', 'made b', 'freed b']);
  expect(events.at(-1)?.status).toBe('finished');
});

test('stopping ends it after the current sample, and frees what was made', async () => {
  const log: string[] = [];
  let stop: (() => void) | undefined;
  const stopping = timed(
    'a',
    async () => {
      log.push('ran');
      stop?.();
    },
    log,
  );
  const events = await measured([stopping, timed('b', idle, log)], measurement => {
    stop = () => void measurement.stop();
  });
  expect(log).toEqual(['made a', 'ran', 'freed a']);
  expect(events.at(-1)).toMatchObject({ status: 'stopped', done: 0, rows: [], message: undefined });
});

test('the page measures every table, from the machine to memory', () => {
  const entries = entriesOf(tables);
  expect([...new Set(entries.map(({ table }) => table))]).toEqual([...tableNames]);
  const names = entries.map(({ table, measured: { name } }) => `${table} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

test('without WebGPU the worker says that there is nothing to measure', async () => {
  const events: Event[] = [];
  const said = new Promise<void>(resolve => {
    const post = (event: Event): void => {
      events.push(event);
      if (event.type === 'measured') resolve();
    };
    const host = new WorkerHost(
      options => openBackend(noGpu, options),
      post,
      () => Promise.reject(new Error('no texts here')),
    );
    host.receive({ type: 'open', choice: { backend: 'twin' } });
    host.receive({ type: 'measure', measureId: 1 });
  });
  await said;
  expect(events.at(-1)).toMatchObject({ type: 'measured', measureId: 1, status: 'stopped' });
});

test('commands and events of measuring are checked', () => {
  expect(readCommand({ type: 'measure', measureId: 1 })).toEqual({ command: { type: 'measure', measureId: 1 } });
  expect(readCommand({ type: 'measure' })).toHaveProperty('message');
  const preferences = { 'some adapter': { 'matmul_nt 8 8 8': 'matmul_nt_tiles' } };
  expect(readCommand({ type: 'open', preferences })).toEqual({ command: { type: 'open', preferences } });
  expect(readCommand({ type: 'open', preferences: { a: { b: 3 } } })).toHaveProperty('message');
  const event = {
    type: 'measured',
    measureId: 1,
    status: 'measuring',
    done: 0,
    total: 1,
    doing: '',
    rows: [],
    choices: [],
  };
  expect(isEvent(event)).toBe(true);
  expect(isEvent({ ...event, rows: [{ table: 'matmul', name: 'a', facts: {} }] })).toBe(true);
  expect(isEvent({ ...event, rows: [{ table: 'hearsay', name: 'a', facts: {} }] })).toBe(false);
  expect(isEvent({ ...event, status: 'asleep' })).toBe(false);
  expect(isEvent({ ...event, choices: [{ key: 'a' }] })).toBe(false);
});
