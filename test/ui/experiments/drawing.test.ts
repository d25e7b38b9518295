import { expect, test } from 'vitest';
import { experiments, findExperiment } from '../../../src/lab/experiments/registry';
import { stackWords } from '../../../src/ui/block_words';
import { rangeWords } from '../../../src/ui/charts/range_words';
import { rowsWithin } from '../../../src/ui/charts/rows_within';
import { contenderColour, contenderDash } from '../../../src/ui/colours';
import { cellWords, figure, lengthHead, tick } from '../../../src/ui/experiments/cell_words';
import { contendersOf, draftOf, otherSettings, settingsWords } from '../../../src/ui/experiments/drafts';
import { gridOf } from '../../../src/ui/experiments/grid';
import { heatColour } from '../../../src/ui/experiments/heat_colours';
import { emptyWords, figuresOf, hasBand, lineKey, linesOf, notDrawn } from '../../../src/ui/experiments/line_points';
import { axisOf, extentAcross } from '../../../src/ui/experiments/measured_axis';
import { slotsOf } from '../../../src/ui/experiments/slots';

test('figures have sensible precision, and a null has no words', () => {
  expect(figure(0.98437, 'share')).toBe('98.4 %');
  expect(figure(12_345, 'bytes')).toBe('12.1 KiB');
  expect(figure(1_048_576, 'tokens')).toBe('1,048,576');
  expect(figure(0.24312, 'ms')).toBe('0.243');
  expect(figure(2.4e-9)).toBe('2.40 × 10⁻⁹');
  expect(figure(0)).toBe('0');
  expect(figure(1.5e12, 'FLOP')).toBe('1.50 × 10¹²');
  expect(tick(1e-9)).toBe('10⁻⁹');
  expect(tick(3e-9)).toBe('3 × 10⁻⁹');
  expect(tick(0.5, 'share')).toBe('50 %');
  expect(lengthHead(4096)).toBe('4,096');
  expect(lengthHead(2 ** 20)).toBe('2²⁰');
  expect(cellWords(null, { key: 'a', title: 'A' })).toBeNull();
  expect(cellWords('diverged', { key: 'a', title: 'A' })).toBe('diverged');
});

test('rows become a grid: numbers rise, missing cells say why, and cells to come are empty', () => {
  const rows = [
    { contender: 'A', length: 64, accuracy: 0.5, status: 'measured' },
    { contender: 'A', length: 8, accuracy: 1, status: 'measured' },
    { contender: 'B', length: 8, accuracy: null, status: 'out of memory budget' },
  ];
  const grid = gridOf(rows, { x: 'length', y: 'contender', value: 'accuracy' }, 1);
  expect(grid.columns).toEqual([8, 64]);
  expect(grid.rows).toEqual(['A', 'B']);
  expect(grid.cells).toEqual([
    [
      { value: 1, why: '' },
      { value: 0.5, why: '' },
    ],
    [{ value: null, why: 'out of memory budget' }, undefined],
  ]);
});

test('a cell has the interval of its row', () => {
  const rows = [{ contender: 'A', length: 8, accuracy: 1, accuracy_low: 0.51, accuracy_high: 1 }];
  const [[cell] = []] = gridOf(rows, { x: 'length', y: 'contender', value: 'accuracy' }, 1).cells;
  expect(cell).toEqual({ value: 1, why: '', interval: [0.51, 1] });
});

test('a band lies around its line if the row has both ends', () => {
  const [chart] = findExperiment('sampling_cost').charts;
  if (chart?.kind !== 'line') throw new Error('the times are lines');
  const rows = [
    { contender: 'LSTM', position: 256, milliseconds: 2, p10: 1, p90: 3 },
    { contender: 'RNN', position: 256, milliseconds: 2, p10: null, p90: null },
    { contender: 'LSTM', position: 512, milliseconds: 2, p10: 1.5, p90: 4 },
  ];
  const at = rowsWithin(linesOf(chart, rows, ['LSTM', 'RNN']), [256, 512]);
  expect(at[0]).toEqual({ x: 256, values: { 'line-0': 2, 'line-0-low': 1, 'line-0-high': 3, 'line-1': 2 } });
  expect(figuresOf(chart, rows).flatMap(({ values }) => [values.p10, values.p90])).toEqual([
    1,
    3,
    undefined,
    undefined,
    1.5,
    4,
  ]);
  expect(hasBand(chart, rows)).toBe(true);
  expect(hasBand(chart, [{ contender: 'LSTM', position: 256, milliseconds: 2, p10: 2, p90: 2 }])).toBe(false);
  const [line, low, high] = linesOf(chart, [{ ...rows[0], p10: 0 }], ['LSTM']);
  expect([line?.x, low?.x, high?.x]).toEqual([[256], [], []]);
});

test('contenders may have the names of keys and properties: each has its own line, band, and colour', () => {
  const [chart] = findExperiment('sampling_cost').charts;
  if (chart?.kind !== 'line') throw new Error('the times are lines');
  const names = ['A', 'A-low', 'line-0', 'constructor', '__proto__', 'toString'];
  const rows = names.map((contender, i) => ({ contender, position: 8, milliseconds: i + 2, p10: i + 1, p90: i + 3 }));
  const keys = names.map((_, i) => lineKey(i));
  const values = rowsWithin(linesOf(chart, rows, names), [8, 8])[0]?.values ?? {};
  expect(keys.map(key => [`${key}-low`, key, `${key}-high`].map(end => values[end]))).toEqual(
    names.map((_, i) => [i + 1, i + 2, i + 3]),
  );
  const slots = slotsOf(names.map(name => ({ name })));
  expect(new Set(slots.values()).size).toBe(names.length);
  for (const slot of slots.values()) expect(slot).toEqual(expect.any(Number));
});

test('a chart names the points that it cannot draw, and why', () => {
  const [chart] = findExperiment('vanishing_gradients').charts;
  if (chart?.kind !== 'line') throw new Error('the gradients are lines');
  const row = (contender: string, distance: number, gradient: number | null, status: string) => ({
    contender,
    distance,
    gradient,
    status,
  });
  expect(notDrawn(chart, [row('RNN', 64, 1e-25, 'measured')])).toBe('');
  expect(
    notDrawn(chart, [
      row('RNN', 127, null, 'too small for float32'),
      row('Conv', 64, 0, 'beyond receptive field'),
      row('Conv', 127, 0, 'beyond receptive field'),
    ]),
  ).toBe('Not drawn: RNN at 127 (too small for float32); Conv at 64, 127 (beyond receptive field).');
  const many = Array.from({ length: 41 }, (_, i) => row('LSTM', 75 * i, null, 'measured'));
  expect(notDrawn(chart, many)).toBe('Not drawn: LSTM at 41 points from 0 to 3,000 (no figure).');
  expect(chart.floors?.map(({ status }) => status)).toContain('too small for float32');
});

test('a line rises in x whatever the order of its rows, and a linear axis has a place for 0 and less', () => {
  const [chart] = findExperiment('vanishing_gradients').charts;
  if (chart?.kind !== 'line') throw new Error('the gradients are lines');
  const rows = [3, 0, 1].map(distance => ({ contender: 'RNN', distance, gradient: distance - 1 }));
  const linear = { ...chart, log: { x: false, y: false } };
  expect(linesOf(linear, rows, ['RNN'])[0]).toMatchObject({ x: [0, 1, 3], y: [-1, 0, 2] });
  expect(notDrawn(linear, rows)).toBe('');
  const log = { ...chart, log: { x: true, y: true } };
  expect(linesOf(log, rows, ['RNN'])[0]).toMatchObject({ x: [3], y: [2] });
  expect(notDrawn(log, rows)).toBe('Not drawn: RNN at 0, 1 (0 and less have no place on a log axis).');
  expect(emptyWords(log, rows)).toBeNull();
  expect(emptyWords(log, rows.slice(1))).toMatch(/above 0/);
  expect(emptyWords(log, [])).toBe('Nothing measured yet.');
});

test('x has room at its ends, but none below 0 where no value is, and a share goes from 0 to 1', () => {
  const ends = (values: number[], log = false, unit = 'tokens') =>
    extentAcross({ key: 'x', title: 'X', unit }, values, log).range;
  expect(ends([0, 100])).toEqual([0, 103]);
  expect(ends([-100, 100])[0]).toBeLessThan(-100);
  expect(ends([64, 128], true)[0]).toBeGreaterThan(0);
  expect(ends([0.4, 0.6], false, 'share')).toEqual([0, 1]);
  expect(ends([0.4, 0.6], true, 'share')[0]).toBeGreaterThan(0.3);
});

test('a part of an axis is told with its quantity and unit', () => {
  const axis = axisOf({ key: 'length', title: 'Length', unit: 'tokens' }, [64, 128], true);
  expect(rangeWords([64, 128], axis)).toBe('length 64 to 128 tokens');
  expect(rangeWords([0, 0.5], axisOf({ key: 'a', title: 'Recall', unit: 'share' }, [0, 1], false))).toMatch(
    /^recall 0\S* % to 50\S* %$/,
  );
});

test('every published heat map names columns of its own, in per cent', () => {
  const maps = experiments.flatMap(({ published }) => published.filter(({ heatmap }) => heatmap));
  expect(maps.length).toBeGreaterThan(0);
  for (const { columns, rows, heatmap } of maps) {
    for (const key of Object.values(heatmap ?? {})) expect(columns).toContain(key);
    const at = columns.indexOf(heatmap?.value ?? '');
    const values = rows.map(row => row[at]).filter(value => typeof value === 'number');
    expect(Math.max(...values)).toBeGreaterThan(1);
    expect(Math.max(...values)).toBeLessThanOrEqual(100);
  }
});

test('text on a heat map has a contrast of 4.5 : 1 on each of its colours', () => {
  const luminance = (colour: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map(v => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let before = -1;
  for (let percent = 0; percent <= 100; percent++) {
    const { background, ink } = heatColour(percent / 100);
    const light = luminance((background.match(/\d+/g) ?? []).map(Number));
    const written = ink === '#ffffff' ? 1 : 0;
    const contrast = (Math.max(light, written) + 0.05) / (Math.min(light, written) + 0.05);
    expect(contrast, background).toBeGreaterThanOrEqual(4.5);
    expect(light, 'a greater share is lighter').toBeGreaterThan(before);
    before = light;
  }
});

test('no two contenders of an experiment look alike, and a repeated name changes no colour', () => {
  for (const experiment of experiments) {
    const contenders = contendersOf(draftOf(experiment, {}).params);
    const slots = slotsOf(contenders);
    if (Object.hasOwn(Object(experiment.schema.parse({})), 'contenders'))
      expect(contenders.length, experiment.name).toBeGreaterThan(0);
    const looks = contenders.map(({ name }) => {
      const slot = slots.get(name) ?? Number.NaN;
      return `${contenderColour(slot)} ${contenderDash(slot)}`;
    });
    expect(new Set(looks).size, experiment.name).toBe(contenders.length);
    expect([...slots.values()]).toEqual([...contenders.keys()]);
    expect(slotsOf([...contenders, ...contenders.slice(1)])).toEqual(slots);
  }
});

test('a stack of blocks is described in words', () => {
  const conv = (dilation: number) => ({ mixer: 'conv', kernel: 4, dilation });
  expect(stackWords([conv(1), conv(4), conv(64)])).toBe('3 × Dilated convolution, taps 4, dilation 1 to 64');
  expect(stackWords([{ mixer: 'lstm' }])).toBe('LSTM');
  expect(stackWords([{ mixer: 'deltanet' }])).not.toMatch(/decay|gate/);
  expect(stackWords([{ mixer: 'deltanet', decay: true }])).toMatch(/, decay$/);
  expect(stackWords([{ mixer: 'gated_deltanet', decay: false }])).toMatch(/, no decay$/);
  expect(stackWords([{ mixer: 'mamba', d_state: 8 }, { mixer: 'lstm' }, { mixer: 'mamba', d_state: 8 }])).toBe(
    'Mamba, states per channel 8 + LSTM + Mamba, states per channel 8',
  );
});

test('wrong settings are shown as they are, with what is wrong', () => {
  const experiment = findExperiment('training_cost');
  const draft = draftOf(experiment, { longest: -1, samples: 7 });
  expect(draft.error).toMatch(/longest/);
  expect(draft.params).toMatchObject({ longest: -1, samples: 7, shortest: 64 });
  expect(otherSettings(experiment, draft)).toEqual(['timings of each point 7']);
  expect(draftOf(experiment, {}).error).toBeNull();
  expect(settingsWords(experiment, draftOf(experiment, {}).params)).toBe(
    'tokens of a step 4,096 · longest 4,096 tokens',
  );
});
