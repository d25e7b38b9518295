import { describe, expect, test } from 'vitest';
import { presets } from '../../../src/lab/config/presets';
import { afterSolo, afterToggle } from '../../../src/ui/charts/hidden_lines';
import { metricOf } from '../../../src/ui/charts/metrics';
import { raceCurves, raceLines } from '../../../src/ui/charts/race_lines';
import { viewWords } from '../../../src/ui/charts/view_words';
import { fittedEnds, fixedEnds } from '../../../src/ui/charts/y_ends';
import { metricNames, viewOf, withView } from '../../../src/ui/stores/chart_views';
import { appendPoints } from '../../../src/ui/stores/curve';
import { freshRun, initialRun } from '../../../src/ui/stores/run_state';

const [{ config }] = presets;
const run = freshRun(initialRun, 1, { config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null });
for (const { curve } of run.members)
  appendPoints(curve, {
    step: Float64Array.of(1, 2),
    loss: Float64Array.of(4, 3),
    validation: Float64Array.of(Number.NaN, 2),
    accuracy: Float64Array.of(Number.NaN, 0.25),
    gradientNorm: Float64Array.of(1.5, 0.5),
    tokens: Float64Array.of(256, 512),
    flops: Float64Array.of(1000, 2000),
    seconds: Float64Array.of(0.1, 0.2),
  });

const choices = { x: 'step', band: 'range', hidden: [], everySeed: () => false } as const;

describe('the quantities of a race', () => {
  test('each have a unit, a file’s column, and values for every step', () => {
    for (const name of metricNames) {
      const metric = metricOf(name, run, [{ name: 'uniform', loss: 1 }]);
      expect(metric.unit, name).not.toBe('');
      expect(metric.csv, name).toHaveLength(metric.faint ? 2 : 1);
      const [first] = raceCurves(run, { ...choices, metric, smoothing: 0 });
      expect(first?.strong.mean, name).toHaveLength(2);
    }
  });

  test('that follow from the loss have its baselines', () => {
    const at = (name: 'bits' | 'perplexity') => metricOf(name, run, [{ name: 'uniform', loss: 2 }]);
    expect(at('bits').baselines).toEqual([{ name: 'uniform', y: 2 * Math.LOG2E }]);
    const { baselines, strong, log } = at('perplexity');
    expect([baselines[0]?.y, log]).toEqual([Math.exp(2), true]);
    const column = () => Float64Array.of(Number.NaN, 2);
    expect([...strong({ column, plannedBytes: 1 })]).toEqual([Number.NaN, Math.exp(2)]);
  });
});

describe('the lines of a chart', () => {
  const metric = metricOf('loss', run, []);
  const keys = (smoothing: number, hidden: readonly number[]) =>
    raceLines(raceCurves(run, { ...choices, metric, smoothing, hidden }), { smoothing }).drawn.map(({ key }) => key);

  test('are one for training and one for validation, and raw ones behind the smoothed', () => {
    expect(keys(0, [1, 2, 3])).toEqual(['0-faint', '0']);
    expect(keys(5, [1, 2, 3])).toEqual(['0-faint', '0-faint-smooth', '0-raw', '0']);
    expect(keys(0, [])).toHaveLength(2 * config.contenders.length);
  });

  test('are hidden one by one, or all but one; the last one brings all back', () => {
    expect(afterToggle([], 1, [0, 1, 2])).toEqual([1]);
    expect(afterToggle([1], 1, [0, 1, 2])).toEqual([]);
    expect(afterToggle([0, 1], 2, [0, 1, 2])).toEqual([]);
    expect(afterSolo([], 1, [0, 1, 2])).toEqual([0, 2]);
    expect(afterSolo([0, 2], 1, [0, 1, 2])).toEqual([]);
  });
});

describe('the ends of y', () => {
  const rows = [1, 2, 3].map(x => ({ x, values: { a: 10 ** x } }));

  test('hold what is shown, and the levels', () => {
    const [low, high] = fittedEnds(rows, [1, 2], [], false);
    expect(low).toBeLessThan(10);
    expect(high).toBeGreaterThan(100);
    expect(high).toBeLessThan(110);
    expect(fittedEnds(rows, [1, 2], [{ name: 'level', y: 500 }], false)[1]).toBeGreaterThan(500);
    // Between two points a line goes through.
    expect(fittedEnds(rows, [1.2, 1.8], [], false)[1]).toBeGreaterThan(100);
  });

  test('that are fixed need a place on the axis', () => {
    expect(fixedEnds([0, 1], false)).toEqual([0, 1]);
    expect(fixedEnds([0, 1], true)).toBeNull();
  });
});

describe('the view of a chart', () => {
  test('is the usual one but for what was chosen; another quantity has its own scale and ends', () => {
    const views = withView({}, 'second', { logY: true, range: [0, 1], smoothing: 5 });
    expect(viewOf(views, 'second')).toMatchObject({ metric: 'accuracy', logY: true, range: [0, 1], smoothing: 5 });
    const other = withView(views, 'second', { metric: 'bits' });
    expect(viewOf(other, 'second')).toMatchObject({ metric: 'bits', logY: null, range: null, smoothing: 5 });
    expect(viewOf(other, 'first').metric).toBe('loss');
  });

  test('is named in the caption of a picture', () => {
    const extent = { range: [0, 100], log: false, least: 2 } as const;
    const x = { label: 'step', domain: [10, 20], extent, log: false, format: String } as const;
    expect(viewWords(x, { smoothing: 20 }, ['LSTM'])).toEqual([
      'only 10 to 20 steps',
      'smoothed, half-life 20 steps',
      'without LSTM',
    ]);
    expect(viewWords({ ...x, domain: [0, 100] }, { smoothing: 0 }, [])).toEqual([]);
  });
});
