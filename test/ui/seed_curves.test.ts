import { describe, expect, it } from 'vitest';
import { parseRunConfig } from '../../src/lab/config/parse_config';
import { curveColumnsOf } from '../../src/lab/race/curve';
import type { Values } from '../../src/ui/charts/measured';
import { lastValue, seedCurve, valueNearest } from '../../src/ui/charts/seed_curves';
import { figureOf, leaderOf, resultColumns } from '../../src/ui/results';
import { appendPoints } from '../../src/ui/stores/curve';
import { byContender, freshRun, initialRun, type RunState, standing, titleOf } from '../../src/ui/stores/run_state';

const config = parseRunConfig({
  task: { name: 'text' },
  contenders: ['A', 'B'].map(name => ({ name, d_model: 8, blocks: [{ mixer: 'rnn' }] })),
  training: { seed: 5, seeds: 3 },
});

const validation: Values = ({ column }) => column('validation');

/** Validation losses by member. */
function run(losses: readonly (readonly number[])[]): RunState {
  const state = freshRun(initialRun, 1, { config, slots: [4, 6], ownText: null, ownSound: null, ownMusic: null });
  state.members.forEach(({ curve }, place) => {
    (losses[place] ?? []).forEach((loss, i) => {
      appendPoints(curve, {
        ...curveColumnsOf(() => Float64Array.of(1)),
        step: Float64Array.of(i + 1),
        validation: Float64Array.of(loss),
      });
    });
  });
  return state;
}

const losses = [
  [3, 2],
  [5, 4],
  [4, Number.NaN, 9],
  [1, 1],
  [1, 2],
  [1, 3],
];

describe('a race of three seeds', () => {
  it('has a member for each contender and seed, in the colours of the contenders', () => {
    const state = run(losses);
    expect(state.members.map(({ name, contender, seed, slot }) => [name, contender, seed, slot])).toEqual([
      ['A', 0, 5, 4],
      ['A', 0, 6, 4],
      ['A', 0, 7, 4],
      ['B', 1, 5, 6],
      ['B', 1, 6, 6],
      ['B', 1, 7, 6],
    ]);
    expect(standing({ ...state, ofSeed: 1 }).map(({ seed }) => seed)).toEqual([6, 6]);
    expect(titleOf(state, 5)).toBe('B, seed 7');
  });

  it('is drawn as a mean and a band, as far as all seeds are', () => {
    const [a = []] = byContender(run(losses));
    const range = seedCurve(a, 'step', validation, 'range');
    expect([...range.x]).toEqual([1, 2]);
    expect([...range.mean]).toEqual([4, 3]);
    expect([...range.low]).toEqual([3, 2]);
    expect([...range.high]).toEqual([5, 4]);
    expect(lastValue(range)).toEqual({ mean: 3, low: 2, high: 4 });
    expect(valueNearest(range, 1.2)).toEqual({ mean: 4, low: 3, high: 5 });
    const error = seedCurve(a, 'step', validation, 'error');
    // Standard deviations 1 of three and √2 of two values.
    expect(error.high[0]).toBeCloseTo(4 + 1 / Math.sqrt(3), 12);
    expect(error.low[1]).toBeCloseTo(3 - 1, 12);
  });

  it('goes on where a seed has diverged', () => {
    const state = run(losses);
    const [a = []] = byContender(state);
    const diverged = a.map((member, i) => (i < 2 ? { ...member, status: 'diverged' as const } : member));
    expect([...seedCurve(diverged, 'step', validation, 'range').mean]).toEqual([4, 3, 9]);
    expect(seedCurve([], 'step', validation, 'range').x).toHaveLength(0);
  });

  it('is a row of means with their standard deviations, and the least mean leads', () => {
    const state = run(losses);
    const column = resultColumns(undefined).find(({ key }) => key === 'validation');
    if (!column) throw new Error('no column');
    const figures = byContender(state).map(members => figureOf(state, column, members));
    expect(figures).toEqual([
      { value: '5.00', spread: '± 3.61' },
      { value: '2.00', spread: '± 1.00' },
    ]);
    expect(leaderOf(state)).toBe(1);
    const [one] = state.members;
    expect(one && figureOf(state, column, [one])).toEqual({ value: '2.00', spread: '' });
  });
});
