import { expect, it } from 'vitest';
import type { CurveColumn } from '../../../src/lab/race/curve';
import { summaryOf } from '../../../src/lab/runs/run_summary';
import { metricOf } from '../../../src/ui/charts/metrics';
import { differencesOf } from '../../../src/ui/runs/differences';
import { listedRuns } from '../../../src/ui/runs/listed_runs';
import { lastOf, overlaidCurves, seedWords } from '../../../src/ui/runs/overlay';
import { overlaidCsv, overlaidExtent, overlaidLines } from '../../../src/ui/runs/overlay_lines';
import { config, madeUpExperiment, madeUpRace } from '../../support/runs';

const race = summaryOf(madeUpRace(), 'nothing');
const runs = [
  { ...race, id: 'a0000000', name: 'First', pinned: false, validation: 2, bytes: 10, notes: 'lr too high' },
  { ...race, id: 'b0000000', name: 'second', pinned: false, validation: null, bytes: 30, notes: '' },
  { ...race, id: 'c0000000', name: 'Third', pinned: true, validation: 3, bytes: 20, notes: '' },
  { ...summaryOf(madeUpExperiment(), 'nothing'), id: 'd0000000', pinned: false, validation: null, bytes: 5 },
];
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id.charAt(0)).join('');

it.each([
  ['name', false, 'cadb'],
  ['bytes', true, 'cbad'],
  ['bytes', false, 'cdab'],
  ['validation', false, 'cabd'],
  ['validation', true, 'cabd'],
] as const)('sorted by %s, falling: %s; pinned first, missing figures last', (key, falling, order) => {
  expect(ids(listedRuns(runs, '', { key, falling }))).toBe(order);
});

it.each([
  ['LR high', 'a'],
  ['rnn', 'cab'],
  ['state tracking', 'd'],
  ['third rnn', 'c'],
  ['nothing of it', ''],
])('a search for "%s" finds every word, in name, notes, task, or contenders', (query, order) => {
  const sort = { key: 'bytes', falling: false } as const;
  expect(ids(listedRuns(runs, query, sort))).toBe(order);
});

it('names the settings in which configs differ, and those that one of them lacks', () => {
  const [first, second] = config.contenders;
  if (!first || !second) throw new Error('two contenders are needed');
  const other = {
    ...config,
    contenders: [{ ...first, blocks: [{ mixer: 'lstm' }, { mixer: 'mamba', d_state: 4 }] }, second],
    training: { ...config.training, lr: 0.5 },
  };
  expect(differencesOf([config, config])).toEqual([]);
  expect(differencesOf([config, other])).toEqual([
    { setting: 'training.lr', values: ['0.003', '0.5'] },
    { setting: 'contenders.1.blocks.2.mixer', values: [null, 'mamba'] },
    { setting: 'contenders.1.blocks.2.d_state', values: [null, '4'] },
  ]);
});

it('each contender of each run has a curve with a colour of its own: the mean of its seeds, as far as all have steps', () => {
  const run = madeUpRace();
  const members = run.members.map((member, i) => ({
    ...member,
    curve: {
      ...member.curve,
      step: Float64Array.of(1, 2, 3).subarray(0, i === 1 ? 2 : 3),
      validation: Float64Array.of(4 + i, 2 + i, 1).subarray(0, i === 1 ? 2 : 3),
    },
  }));
  const curves = overlaidCurves([
    { ...run, members },
    { ...run, members },
  ]);
  expect(curves.map(({ run: name, contender, slot, seeds }) => [name, contender, slot, seeds])).toEqual([
    ['Own text race (1)', 'LSTM', 0, 2],
    ['Own text race (1)', 'RNN', 1, 2],
    ['Own text race (2)', 'LSTM', 2, 2],
    ['Own text race (2)', 'RNN', 3, 2],
  ]);
  expect([...(curves[0]?.column('validation') ?? [])]).toEqual([4.5, 2.5]);
  expect([...(curves[1]?.column('validation') ?? [])]).toEqual([6.5, 4.5, 1]);
  expect(lastOf(Float64Array.of(1, 2, Number.NaN))).toBe(2);
});

it('a seed that diverged counts neither in a curve nor in the table, and both say so', () => {
  const run = madeUpRace();
  const values = (...numbers: number[]) => Float64Array.from(numbers);
  const member = (status: 'finished' | 'diverged', validation: Float64Array) => ({
    ...run.members[0],
    status,
    curve: { ...run.members[0]?.curve, step: values(1, 2, 3).subarray(0, validation.length), validation },
  });
  const members = [
    member('finished', values(4, 3, 2)),
    member('diverged', values(1)),
    member('diverged', values(5, 0.5)),
    member('diverged', values(5)),
  ];
  const race = {
    ...run,
    members: run.members.map((own, i) => ({ ...own, ...members[i], curve: { ...own.curve, ...members[i]?.curve } })),
  };
  const [first, second] = overlaidCurves([race]);
  expect([...(first?.column('validation') ?? [])]).toEqual([4, 3, 2]);
  expect(first && seedWords(first)).toBe(', mean of 1 of 2 seeds; 1 diverged');
  expect(second && seedWords(second)).toBe(', all 2 seeds diverged');
  expect(summaryOf(race, 'nothing').validation).toBe(2);
});

it('smooths and cuts lines of compared runs, and their file has what is shown', () => {
  const run = madeUpRace();
  const [curve] = overlaidCurves([run]);
  if (!curve) throw new Error('no curve');
  const column = (name: CurveColumn) => Float64Array.from(name === 'step' ? [1, 2, 3] : [4, Number.NaN, 1]);
  const bits = metricOf('bits', { config: run.config }, []);
  const [line] = overlaidLines([{ ...curve, column }], bits, 'step', 2);
  if (!line) throw new Error('no line');
  expect(line.smooth[2]).toBeCloseTo(((4 / 2 + 1) / 1.5) * Math.LOG2E, 12);
  expect(overlaidCsv([line], ['step', 'validation_bits'], [2, 3], 2)).toBe(
    `run,contender,step,validation_bits,validation_bits_half_life_2\n${line.run},${line.contender},3,${Math.LOG2E},${line.smooth[2]}\n`,
  );
  expect(overlaidExtent([line], true, true)).toMatchObject({ range: [1, 3], log: true });
  expect(overlaidExtent([], true, true)).toMatchObject({ range: [0, 1], log: false });
});
