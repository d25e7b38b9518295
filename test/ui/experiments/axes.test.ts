import { describe, expect, it } from 'vitest';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { sweepableSettings } from '../../../src/lab/config/swept_settings';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { axesOf, readValues } from '../../../src/ui/experiments/axes';
import { draftOf, withRace } from '../../../src/ui/experiments/drafts';
import { gridOf } from '../../../src/ui/experiments/grid';
import { leastIsBest } from '../../../src/ui/experiments/heat_scale';

const mamba = { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba' }] };
const settings = sweepableSettings([mamba, { blocks: [{ mixer: 'lstm' }] }]);
const width = settings.find(({ setting }) => setting === 'contenders.d_model');

describe('values of a swept setting', () => {
  it.each([
    ['8, 16', [8, 16]],
    ['8 16;32', [8, 16, 32]],
    [' 1e1 ', [10]],
  ])('%s', (text, values) => expect(readValues(text, width)).toEqual({ values, error: null }));

  it.each([
    ['', /at least one/],
    ['8, 8', /each number once/],
    ['8, wide', /whole numbers from 1 to 1,024/],
    ['2.5', /whole numbers/],
    ['5000', /1 to 1,024/],
    [Array.from({ length: 17 }, (_, i) => i + 1).join(','), /at most 16/],
  ])('refuses %s', (text, message) => expect(readValues(text, width).error).toMatch(message));
});

it('offers each setting once, those of the contenders’ blocks among them, and its usual values are valid', () => {
  const names = settings.map(({ setting }) => setting);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('blocks.d_state');
  for (const known of settings) expect(readValues(known.usual.join(), known).error, known.setting).toBeNull();
});

it('every default of the sweep is one of the offered settings', () => {
  const sweep = findExperiment('sweep');
  for (const { setting } of axesOf(draftOf(sweep, {}).params, 'axes'))
    expect(settings.map(known => known.setting)).toContain(setting);
});

describe('the race’s contenders', () => {
  const race = parseRunConfig({
    task: { name: 'parity', length: 8 },
    contenders: [{ ...mamba, training: { lr: 0.01 } }],
    training: {},
  });

  it('become those of an experiment, with their own learning rates, and the task where it has one', () => {
    const taken = withRace(findExperiment('sweep'), { steps: 7 }, race);
    expect(taken).toEqual({ steps: 7, task: race.task, contenders: [{ ...mamba, lr: 0.01 }] });
    expect(withRace(findExperiment('sampling_cost'), {}, race)).toEqual({ contenders: [{ ...mamba, lr: 0.01 }] });
  });

  it('do not where the experiment asks for more of them, or where the task is on the visitor’s own text', () => {
    expect(withRace(findExperiment('selective_copying_table'), {}, race)).toBeNull();
    const own = { ...race, task: { name: 'text', source: 'own', length: 8 } };
    expect(withRace(findExperiment('sweep'), {}, own)).toBeNull();
  });
});

it('colours go from the largest value to the least, which is marked; missing cells count for nothing', () => {
  const cell = (across: number, loss: number | null) => ({ across, down: 'x', loss, status: 'diverged' });
  const grid = gridOf([cell(2, 1.5), cell(1, 3.5), cell(3, null)], { x: 'across', y: 'down', value: 'loss' }, 1);
  const scale = leastIsBest(grid, 'nats');
  expect(grid.columns).toEqual([1, 2, 3]);
  expect(scale.best).toBe(1.5);
  expect([3.5, 2.5, 1.5].map(scale.placeOf)).toEqual([0, 0.5, 1]);
  expect(scale.ends).toEqual(['3.500', '1.500']);
});
