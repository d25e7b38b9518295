import { beforeAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import type { Row } from '../../../src/lab/experiments/experiment';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { experiments, findExperiment } from '../../../src/lab/experiments/registry';
import { type ExperimentResult, type ExperimentRun, runExperiment } from '../../../src/lab/experiments/run_experiment';
import { untimed, untimedCell } from '../../support/untimed';
import { materials, tiny } from './tiny';

const trains = (name: string): boolean => Object.hasOwn(Object(parseParams(findExperiment(name), {})), 'seeds');
const training = experiments.map(({ name }) => name).filter(trains);

function start(name: string, params: object, more: Partial<ExperimentRun> = {}): Promise<ExperimentResult> {
  const own = { ...tiny[name]?.params, ...params };
  const { signal } = new AbortController();
  return runExperiment(findExperiment(name), { backend: new TwinBackend(), materials, params: own, signal, ...more });
}

/** A run that is stopped once it has so many measurements, as a file would have it. */
async function stopped(
  name: string,
  params: object,
  cells: number,
  before?: ExperimentResult,
): Promise<ExperimentResult> {
  const stop = new AbortController();
  let left = cells - (before?.cells.length ?? 0);
  let file = '';
  const onKept: ExperimentRun['onKept'] = (_, soFar) => {
    if (--left < 0) return;
    file = JSON.stringify(soFar());
    if (left === 0) stop.abort();
  };
  const result = await start(name, params, { before, signal: stop.signal, onKept });
  expect(result.ended).toBe('cancelled');
  expect(JSON.stringify(result.cells)).toBe(JSON.stringify(JSON.parse(file).cells));
  return JSON.parse(file);
}

/** For an experiment that times each of its contenders for seconds. */
const alone = { contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }] };

describe.each(training)('%s', name => {
  const params = { ...(name === 'map_of_memories' && alone), seed: 5, seeds: 2 };
  let whole: ExperimentResult;
  beforeAll(async () => {
    whole = await start(name, params);
  });

  it('goes on after a stop at any measurement, and gives the rows of an undisturbed run', async () => {
    expect(whole.ended).toBe('finished');
    let before: ExperimentResult | undefined;
    for (const cells of new Set([whole.cells.length >> 1, whole.cells.length - 1])) {
      const kept: ExperimentResult = await stopped(name, params, cells, before);
      expect(kept.cells).toHaveLength(cells);
      expect(kept.cells.slice(0, before?.cells.length ?? 0)).toEqual(before?.cells ?? []);
      expect(kept.seconds).toBeGreaterThan(before?.seconds ?? 0);
      before = kept;
    }
    let measured = 0;
    const resumed = await start(name, params, { before, onKept: () => measured++ });
    expect(untimed(resumed.rows)).toEqual(untimed(whole.rows));
    expect(resumed.cells.map(({ key }) => key)).toEqual(whole.cells.map(({ key }) => key));
    expect(resumed.cells.slice(0, -1)).toEqual(before?.cells);
    expect(measured).toBe(1);
    expect(resumed.seconds).toBeGreaterThan(before?.seconds ?? 0);
  }, 60_000);

  it('measures each seed as a run of that seed alone, and its rows have the spread', async () => {
    const single = [await start(name, { ...params, seeds: 1 }), await start(name, { ...params, seed: 6, seeds: 1 })];
    const cellsOf = ({ cells }: ExperimentResult) =>
      cells.map(({ key, value }) => JSON.stringify([key, untimedCell(value)]));
    // What no seed changes is measured once for all.
    expect(cellsOf(whole).toSorted()).toEqual([...new Set(single.flatMap(cellsOf))].toSorted());
    for (const [i, row] of whole.rows.entries()) {
      expect(row.seeds).toBe(2);
      for (const value of ['loss', 'accuracy', 'gradient']) {
        if (!(value in row)) continue;
        const seeds = single.map(({ rows }) => Number(rows[i]?.[value]));
        const [least, most] = [Math.min(...seeds), Math.max(...seeds)];
        expect(Number(row[value])).toBeGreaterThanOrEqual(least - 1e-12);
        expect(Number(row[value])).toBeLessThanOrEqual(most + 1e-12);
        const low = `${value}_${value === 'accuracy' ? 'least' : 'low'}`;
        if (low in row) expect(row[low]).toBeCloseTo(least, 12);
      }
    }
  });
});

it.each(['training_cost', 'sampling_cost'])('%s measures what is left, and keeps what was measured', async name => {
  const before = await stopped(name, {}, 2);
  const resumed = await start(name, {}, { before });
  const measured = (rows: readonly Row[]) => rows.filter(({ status }) => status === 'measured').length;
  expect(measured(resumed.rows)).toBe(tiny[name]?.rows);
  expect(resumed.cells.slice(0, 2)).toEqual(before.cells);
});

it('a kept measurement that this version cannot read is made again', async () => {
  const name = 'scaling';
  const whole = await start(name, {});
  const cells = whole.cells.map(({ key }) => ({ key, value: { loss: 'low' } }));
  const again = await start(name, {}, { before: { cells, seconds: 1 } });
  expect(untimed(again.rows)).toEqual(untimed(whole.rows));
});

it('what was kept takes no time: the time left is that of what is measured now', async () => {
  const before = await stopped('scaling', { seeds: 2 }, 6);
  const left: (number | null)[] = [];
  await start('scaling', { seeds: 2 }, { before, onUpdate: ({ secondsLeft }) => void left.push(secondsLeft) });
  expect(left.slice(0, 3)).toEqual([null, null, null]);
  expect(left.at(-1)).toBeCloseTo(0);
});
