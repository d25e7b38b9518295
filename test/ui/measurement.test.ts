import { describe, expect, test } from 'vitest';
import type { MeasuredRow } from '../../src/lab/measure/measured';
import type { Event } from '../../src/lab/worker/protocol';
import { readKernels, writeKernels } from '../../src/ui/kernel_storage';
import { markdownOf } from '../../src/ui/measurement_markdown';
import { peakOf, reportOf } from '../../src/ui/measurement_report';
import { begin, initialMeasurement, type Measurement, receiveMeasured } from '../../src/ui/stores/measurement';

function timing(median: number) {
  return { median, p10: median / 2, p90: median * 2, samples: 7, repetitions: 3, roundTrip: 0.5 };
}

const rows: readonly MeasuredRow[] = [
  {
    table: 'machine',
    name: 'slower',
    work: { unit: 'FLOP', amount: 5e9 },
    flops: 5e9,
    timing: timing(1000),
    facts: {},
  },
  {
    table: 'machine',
    name: 'faster',
    work: { unit: 'FLOP', amount: 2e10 },
    flops: 2e10,
    timing: timing(1000),
    facts: {},
  },
  {
    table: 'machine',
    name: 'copy',
    work: { unit: 'byte', amount: 3e9 },
    timing: timing(1000),
    facts: { dispatches: 1 },
  },
  {
    table: 'matmul',
    name: '8 x 8 -> 8',
    work: { unit: 'FLOP', amount: 1e9 },
    flops: 1e9,
    timing: timing(100),
    facts: {},
  },
  { table: 'matmul', name: 'too | large', facts: {}, failure: 'no room' },
  {
    table: 'training',
    name: 'LSTM',
    work: { unit: 'step', amount: 1 },
    flops: 2e9,
    timing: timing(200),
    facts: { dispatches: 29, 'planned bytes': 2 ** 20 },
  },
  { table: 'bytes', name: 'LSTM', facts: { 'planned bytes': 3 * 2 ** 20, 'planned / least': 1.3 } },
];

const setting = { adapter: { adapter: 'Some GPU', software: false }, browser: 'Browser 1', processors: 4 };

function event(change: Partial<Extract<Event, { type: 'measured' }>>): Event {
  return {
    type: 'measured',
    measureId: 1,
    status: 'measuring',
    done: 0,
    total: 2,
    doing: 'a case',
    rows: [],
    choices: [],
    ...change,
  };
}

const choice = { key: 'matmul_nt 8 8 8', usual: 'matmul_nt_tiles', usualMilliseconds: 2, chosenMilliseconds: 1 };
const same = { ...choice, key: 'matmul_nn 8 8 8', chosen: choice.usual };
const better = { ...choice, chosen: 'matmul_nt_quad' };

describe('the report', () => {
  test('shares are relative to the fastest multiply-adds', () => {
    expect(peakOf(rows)).toBe(2e10);
    expect(peakOf([])).toBeUndefined();
    const shares = reportOf(rows).map(({ name, rows: own }) => [name, own.map(({ share }) => share)]);
    expect(shares).toEqual([
      ['machine', [0.25, 1, null]],
      ['matmul', [0.5, null]],
      ['training', [0.5]],
      ['bytes', [null]],
    ]);
  });

  test('as Markdown: units, spread from fast to slow, repetitions, and no empty columns', () => {
    const text = markdownOf({ rows, choices: [same, better], status: 'finished' }, setting);
    expect(text).toContain('Some GPU; Browser 1; 4 logical processors.');
    expect(text).toContain(
      '| 8 × 8 → 8 | 10.0 GFLOP/s | 20.0 – 5.00 | 50 % | 7 × 3 |\n| too \\| large | failed: no room |  |  |  |',
    );
    expect(text).toContain('| copy | 3.00 GB/s | 6.00 – 1.50 |  | 1 dispatch | 7 × 3 |');
    expect(text).toContain('| LSTM | 200 ms | 100 – 400 | 50 % | 29 dispatches; 1.00 MiB planned | 7 × 3 |');
    expect(text).toContain('|  | counts |\n| --- | --- |\n| LSTM | 3.00 MiB planned; 1.30 × the least |');
    expect(text).toContain('| matmul_nt 8 8 8 | matmul_nt_tiles | matmul_nt_quad | 2.00 × |');
    expect(text).toContain('| matmul_nn 8 8 8 | matmul_nt_tiles |  |  |');
    expect(text).not.toContain('Not finished');
  });

  test('a name in Markdown stays literal', () => {
    const shown = (name: string) => {
      const text = markdownOf(
        { rows: rows.slice(0, 1).map(row => ({ ...row, name })), choices: [], status: 'finished' },
        setting,
      );
      return text
        .split('\n')
        .find(line => line.includes('GFLOP/s'))
        ?.split(' | ')[0];
    };
    expect(shown('a\\|b')).toBe('| a\\\\\\|b');
    expect(shown('[a](javascript:b)')).toBe('| \\[a\\](javascript:b)');
    expect(shown('<img src=x>')).toBe('| \\<img src=x\\>');
    expect(shown('*a* _b_ `c` ~~d~~ &lt; #1')).toBe('| \\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\&lt; \\#1');
    expect(shown('d_model\n8')).toBe('| d_model 8');
  });

  test('says if it is not finished or its adapter is not a GPU', () => {
    const software = { ...setting, adapter: { adapter: 'SwiftShader (software)', software: true } };
    const text = markdownOf({ rows: rows.slice(0, 2), choices: [], status: 'stopped' }, software);
    expect(text).toContain('not a GPU: this says nothing about one');
    expect(text).toContain('Not finished');
  });
});

describe('the measurement', () => {
  const begun = begin(initialMeasurement);

  test('collects rows, and remembers better variants for the next visit only', () => {
    let state: Measurement = receiveMeasured(begun, event({ done: 1, rows: rows.slice(0, 1) }), 'Some GPU');
    state = receiveMeasured(state, event({ done: 2, rows: rows.slice(1, 2) }), 'Some GPU');
    expect(state).toMatchObject({ status: 'measuring', done: 2, rows: rows.slice(0, 2), remembered: {} });
    state = receiveMeasured(state, event({ status: 'finished', choices: [same, better] }), 'Some GPU');
    expect(state.remembered).toEqual({ 'Some GPU': { 'matmul_nt 8 8 8': 'matmul_nt_quad' } });
    expect(state.inForce).toEqual({});
  });

  test('a measurement without gains forgets earlier gains of this adapter only', () => {
    const other = { 'Other GPU': { a: 'b' } };
    const before = { ...begun, remembered: { ...other, 'Some GPU': { a: 'b' } } };
    const state = receiveMeasured(before, event({ status: 'finished', choices: [same] }), 'Some GPU');
    expect(state.remembered).toEqual(other);
  });

  test('a cancelled measurement changes no remembered variant', () => {
    const before = { ...begun, remembered: { 'Some GPU': { a: 'b' } } };
    const state = receiveMeasured(before, event({ status: 'stopped' }), 'Some GPU');
    expect(state).toMatchObject({ status: 'stopped', remembered: before.remembered, message: null });
  });

  test('a finished measurement stays until a later one has finished', () => {
    const first = receiveMeasured(begun, event({ status: 'finished', done: 2, total: 2, rows, choices: [better] }), '');
    const again = begin(first);
    expect(again).toMatchObject({ status: 'measuring', rows: [] });
    const shown = { status: 'finished', rows, choices: [better], done: 2, total: 2 };
    const partial = { measureId: 2, done: 1, total: 2, rows: rows.slice(0, 1) };
    const under = receiveMeasured(again, event(partial), '');
    const gone: Event = { type: 'failed', failure: 'device_lost', message: 'gone' };
    for (const end of [
      event({ ...partial, status: 'stopped' }),
      gone,
      { type: 'replaced', message: 'silent' } as const,
    ]) {
      const over = receiveMeasured(under, end, '');
      expect(over).toMatchObject(shown);
      expect(over.message).toMatch(/· the last finished measurement is shown$/);
      expect(begin(over).earlier).toMatchObject({ rows });
    }
    const done = receiveMeasured(under, event({ ...partial, status: 'finished', rows: [] }), '');
    expect(done).toMatchObject({ status: 'finished', rows: rows.slice(0, 1), message: null, earlier: null });
  });

  test('events of another measurement, or after the end, change nothing', () => {
    expect(receiveMeasured(begun, event({ measureId: 0, done: 1 }), '')).toBe(begun);
    const over = receiveMeasured(begun, event({ status: 'stopped' }), '');
    expect(receiveMeasured(over, event({ done: 2 }), '')).toBe(over);
  });

  test('ends with the device or the worker, and not with a contender', () => {
    const fail = (failure: 'device_lost' | 'worker_crash' | 'diverged'): Event => ({
      type: 'failed',
      failure,
      message: 'gone',
    });
    for (const failure of ['device_lost', 'worker_crash'] as const) {
      expect(receiveMeasured(begun, fail(failure), '')).toMatchObject({ status: 'stopped', message: 'gone' });
    }
    expect(receiveMeasured(begun, fail('diverged'), '')).toBe(begun);
  });
});

describe('what is kept between visits', () => {
  function storage(content: string | null = null) {
    const held = { content };
    return {
      held,
      getItem: () => held.content,
      setItem: (_: string, value: string) => {
        held.content = value;
      },
      removeItem: () => {
        held.content = null;
      },
    };
  }

  test('is read back as it was written', () => {
    const kept = storage();
    const preferences = { 'Some GPU': { 'matmul_nt 8 8 8': 'matmul_nt_quad' } };
    writeKernels(preferences, kept);
    expect(readKernels(kept)).toEqual(preferences);
    writeKernels({}, kept);
    expect(kept.held.content).toBeNull();
  });

  test.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['another version', '{"version":0,"preferences":{"a":{"b":"c"}}}'],
    ['no names', '{"version":1,"preferences":{"a":{"b":3}}}'],
    ['a list', '{"version":1,"preferences":[["a"]]}'],
    [
      'too much',
      JSON.stringify({
        version: 1,
        preferences: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, {}])),
      }),
    ],
  ])('%s is ignored', (_, content) => {
    expect(readKernels(storage(content))).toEqual({});
  });
});
