import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { checkContenders } from '../../../src/lab/experiments/contenders';
import { PLAIN_VOCABULARY } from '../../../src/lab/experiments/families';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { experiments, findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment, type TimedUpdate } from '../../../src/lab/experiments/run_experiment';
import { wasmBackend } from '../../support/wasm';
import { materials, tiny } from './tiny';

const never = new AbortController().signal;

function parametersOf(name: string): { params: Record<string, unknown>; rows: number } {
  const found = tiny[name];
  if (!found) throw new Error(`no tiny parameters for ${name}`);
  return found;
}

const finished = new Map<string, ReturnType<typeof measure>>();

async function measure(name: string) {
  const backend = new TwinBackend();
  const { params } = parametersOf(name);
  const updates: TimedUpdate[] = [];
  const run = { backend, materials, params, signal: never, onUpdate: (update: TimedUpdate) => updates.push(update) };
  return { ...(await runExperiment(findExperiment(name), run)), updates, bytes: backend.counters.bytes };
}

/** One run to the end of an experiment, for all tests that look at its result. */
function wholeRun(name: string): ReturnType<typeof measure> {
  const run = finished.get(name) ?? measure(name);
  finished.set(name, run);
  return run;
}

describe.each(experiments.map(experiment => experiment.name))('%s', name => {
  const experiment = findExperiment(name);
  const keys = experiment.columns.map(({ key }) => key);

  it('has defaults, fields of its parameters, and charts of its columns', () => {
    const defaults = parseParams(experiment, {});
    for (const { key, absent } of experiment.fields) {
      const value = Object(defaults)[key];
      expect(typeof value === 'number' || (absent !== undefined && value === null), key).toBe(true);
    }
    for (const { key, options } of experiment.choices ?? [])
      expect(options.map(({ value }) => value)).toContain(
        Object.entries(Object(defaults)).find(([name]) => name === key)?.[1],
      );
    for (const chart of experiment.charts) {
      const named =
        chart.kind === 'line'
          ? [...chart.series, ...(chart.facet ? [chart.facet] : []), ...(chart.rows ? [chart.rows.column] : [])]
          : chart.kind === 'points'
            ? ['contender']
            : [chart.value];
      const band = chart.kind === 'line' ? (chart.band ? [chart.band.low, chart.band.high] : []) : [];
      expect(keys).toEqual(expect.arrayContaining([chart.x, chart.y, ...named, ...band]));
    }
    for (const { columns, rows } of experiment.published) {
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
    expect(() => parseParams(experiment, { sideways: 1 })).toThrow(/sideways/);
    const { further } = experiment;
    const usual: unknown = Object(defaults).contenders;
    if (further && Array.isArray(usual)) {
      const contenders = [...usual, ...further].slice(0, 16);
      expect(parseParams(experiment, { contenders })).toMatchObject({ contenders });
      // The schema leaves blocks to the models; families come in every width.
      checkContenders(
        contenders.map(one => ({ d_model: 64, ...one })),
        PLAIN_VOCABULARY,
      );
    }
  });

  it('measures rows with its columns, and writes a summary', async () => {
    const { rows: expected } = parametersOf(name);
    const { rows, summary, ended, error, updates, bytes } = await wholeRun(name);
    expect(error).toBeUndefined();
    expect(ended).toBe('finished');
    expect(rows).toHaveLength(expected);
    for (const row of rows) {
      expect(Object.keys(row).toSorted()).toEqual(keys.toSorted());
      for (const cell of Object.values(row)) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true);
      expect(row.status ?? 'measured').toBe('measured');
    }
    expect(updates.flatMap(({ row }) => (row ? [row] : []))).toEqual(rows);
    expect(updates.map(({ progress }) => progress)).toEqual(
      updates.map(({ progress }) => progress).toSorted((a, b) => a - b),
    );
    expect(updates.at(-1)?.progress).toBeCloseTo(1);
    expect(summary.length).toBeGreaterThan(0);
    expect(bytes).toBe(0);
  });

  it('keeps its rows when cancelled, and frees its memory', async () => {
    const backend = new TwinBackend();
    const { params, rows: expected } = parametersOf(name);
    const stop = new AbortController();
    let kept = 0;
    const { rows, ended } = await runExperiment(experiment, {
      backend,
      materials,
      params,
      signal: stop.signal,
      onUpdate: ({ row }) => {
        if (row) kept++;
        if (row) stop.abort();
      },
    });
    expect(ended).toBe('cancelled');
    expect(rows.length).toBe(kept);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(expected);
    expect(backend.counters.bytes).toBe(0);
  });
});

it.each(['sampling_cost', 'training_cost', 'scaling', 'vanishing_gradients'])(
  '%s says of every exponent its points and standard error, or that it cannot tell',
  async name => {
    const { summary } = await wholeRun(name);
    for (const sentence of summary.filter(line => !line.startsWith('Each loss')))
      expect(sentence).toMatch(
        /exponents? .*(−?\d\.\d+ ± (< )?\d\.\d+(, | \()\d+ points\)|too few points to tell \(\d+)/,
      );
  },
);

it.each(['length_generalisation', 'selective_copying_table'])(
  '%s gives every accuracy its 95 %% interval, in rows and in words',
  async name => {
    const { rows, summary } = await wholeRun(name);
    for (const { accuracy, accuracy_low, accuracy_high } of rows) {
      expect(Number(accuracy_low)).toBeLessThanOrEqual(Number(accuracy) + 1e-12);
      expect(Number(accuracy_high)).toBeGreaterThanOrEqual(Number(accuracy) - 1e-12);
      expect(Number(accuracy_high) - Number(accuracy_low)).toBeGreaterThan(0);
    }
    for (const sentence of summary) expect(sentence).toMatch(/95 % interval \d+\.\d % to \d+\.\d %/);
  },
);

it('sampling_cost finds what the state specifications say: a KV cache grows with the position, a recurrent state does not', async () => {
  const { summary } = await wholeRun('sampling_cost');
  expect(summary.find(line => line.startsWith('Attention, carried'))).toMatch(/bytes 1\.00 ± < 0\.01 \(5 points\)/);
  expect(summary.find(line => line.startsWith('LSTM, carried'))).toMatch(/bytes 0\.00 ± < 0\.01 \(5 points\)/);
});

it('sampling_cost measures no position twice: one that is too early is measured where a group can end', async () => {
  const { params } = parametersOf('sampling_cost');
  const early = { ...params, from: 1, limit: 16, tokens: 4, samples: 3, naive_limit: 0 };
  const run = { backend: new TwinBackend(), materials, params: early, signal: never };
  const { rows } = await runExperiment(findExperiment('sampling_cost'), run);
  expect(rows.map(({ contender, position }) => [contender, position])).toEqual([
    ['Attention', 4],
    ['Attention', 8],
    ['Attention', 16],
    ['LSTM', 4],
    ['LSTM', 8],
    ['LSTM', 16],
  ]);
});

it('length_generalisation says where a KV cache does not fit, while a recurrent contender goes on', async () => {
  const { params } = parametersOf('length_generalisation');
  const { rows, ended, error } = await runExperiment(findExperiment('length_generalisation'), {
    backend: await wasmBackend(),
    materials,
    // A KV cache of 2 sequences of 48 tokens takes 6,144 bytes here, and of 16 tokens a third.
    params: { ...params, steps: 1, lengths: [8, 16, 48], most: 2, state_megabytes: 4096 / 2 ** 20 },
    signal: never,
  });
  expect(error).toBeUndefined();
  expect(ended).toBe('finished');
  const statusAt = (contender: string): unknown[] =>
    rows.filter(row => row.contender === contender).map(({ status }) => status);
  expect(statusAt('Mamba')).toEqual(['measured', 'measured', 'measured']);
  expect(statusAt('Attention')).toEqual(['measured', 'measured', 'out of memory budget']);
});

it('a mistake in a contender ends a run before anything trains', async () => {
  const { params } = parametersOf('length_generalisation');
  const broken = { name: 'Broken', d_model: 8, blocks: [{ mixer: 'attention', heads: 3 }] };
  const { rows, ended, error } = await runExperiment(findExperiment('length_generalisation'), {
    backend: new TwinBackend(),
    materials,
    params: { ...params, contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }, broken] },
    signal: never,
  });
  expect(ended).toBe('failed');
  expect(rows).toHaveLength(0);
  expect(String(error)).toMatch(/heads/);
});

it.each([
  ['flops', 'tokens'],
  ['steps', 'flops'],
])('scaling gives the families of a size equal %s, and not equal %s', async (match, other) => {
  const { params } = parametersOf('scaling');
  const { rows } = await runExperiment(findExperiment('scaling'), {
    backend: new TwinBackend(),
    materials,
    params: { ...params, sizes: [1200], match },
    signal: never,
  });
  const [first, second] = rows;
  const ratio = (key: string): number => Number(first?.[key]) / Number(second?.[key]);
  expect(Math.abs(Math.log(ratio(match)))).toBeLessThan(0.05);
  expect(Math.abs(Math.log(ratio(other)))).toBeGreaterThan(0.05);
});

it.each([
  ['sampling_cost', { from: 64, limit: 32 }, /limit: must be at least from/],
  ['training_cost', { shortest: 4096, longest: 64 }, /longest: must be at least shortest/],
])('%s refuses an empty range', (name, params, message) => {
  expect(() => parseParams(findExperiment(name), params)).toThrow(message);
});
