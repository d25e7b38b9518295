import { describe, expect, test } from 'vitest';
import { mobyDick } from '../../../src/lab/config/presets';
import { curveColumns, curveColumnsOf } from '../../../src/lab/race/curve';
import { decodeLink } from '../../../src/ui/link';
import { chosenPoints, sharedResultOf } from '../../../src/ui/shared/make_shared';
import { runOfShared } from '../../../src/ui/shared/run_of_shared';
import { LONGEST_LINK, resultLink } from '../../../src/ui/shared/share_result';
import { readSharedResult } from '../../../src/ui/shared/shared_result';
import { appendPoints } from '../../../src/ui/stores/curve';
import { freshRun, initialRun, type RunState } from '../../../src/ui/stores/run_state';

const { config } = mobyDick;
const adapter = { adapter: 'Test adapter', software: true, backend: 'wasm' } as const;

/** A race after so many steps, with a validation at every tenth. */
function trained(steps: number, race = config): RunState {
  const slots = [...race.contenders.keys()];
  const run = freshRun(initialRun, 1, { config: race, slots, ownText: 'my secret', ownSound: null, ownMusic: null });
  const at = (of: (step: number) => number) => Float64Array.from({ length: steps }, (_, i) => of(i + 1));
  run.members.forEach(({ curve }, m) => {
    const noise = (step: number, k = 0) => ((Math.sin(step * 12.9898 + m * 78.233 + k) * 43758.5453) % 1) / 10;
    appendPoints(curve, {
      ...curveColumnsOf(column => at(step => step * 1.23456789 + noise(step, column.length))),
      step: at(step => step),
      tokens: at(step => step * 2048),
      loss: at(step => 3 / Math.sqrt(step) + noise(step)),
      validation: at(step => (step % 10 === 0 ? 3 / Math.sqrt(step) : Number.NaN)),
    });
  });
  return { ...run, adapter };
}

describe('a shared result', () => {
  test('has at most 100 points a line, with the first and the last one, and is read back as it was', () => {
    const result = sharedResultOf(trained(2000));
    const read = readSharedResult(JSON.parse(JSON.stringify(result)));
    expect(read).toEqual(result);
    for (const { curve } of read.members) {
      expect(curve.step.length).toBeLessThanOrEqual(100);
      expect(curve.step[0]).toBe(1);
      expect(curve.step.at(-1)).toBe(2000);
      expect(curve.validation.filter(value => value !== null).length).toBeGreaterThan(50);
    }
  });

  test('becomes a run with the same points, to five digits', () => {
    const run = trained(60);
    const result = sharedResultOf(run);
    if (!result) throw new Error('no result');
    const shown = runOfShared(result);
    expect(shown.members.map(({ name }) => name)).toEqual(config.contenders.map(({ name }) => name));
    for (const column of curveColumns) {
      const [mine, theirs] = [run, shown].map(({ members }) => members[1]?.curve[column].view() ?? []);
      expect(theirs?.length).toBe(60);
      mine?.forEach((value, i) => {
        if (Number.isNaN(value)) expect(theirs?.[i]).toBeNaN();
        else expect(Math.abs((theirs?.[i] ?? 0) / value - 1)).toBeLessThan(1e-4);
      });
    }
  });

  test('fits a link of 16 kB for the default race, and opens from it', async () => {
    const hash = (await resultLink(trained(2000))) ?? '';
    expect(hash.length).toBeGreaterThan(1000);
    expect(hash.length).toBeLessThanOrEqual(LONGEST_LINK);
    const part = await decodeLink(hash);
    expect(part.kind).toBe('result');
    if (part.kind === 'result') expect(readSharedResult(part.value).config).toEqual(config);
  });

  test('has no link where its curves do not fit one, and none before the first step', async () => {
    const contenders = [...config.contenders, ...config.contenders];
    const many = { ...config, contenders, training: { ...config.training, seeds: 8 } };
    expect(await resultLink(trained(2000, many))).toBeNull();
    expect(await resultLink(trained(0))).toBeNull();
    expect(sharedResultOf(trained(2000, many))?.members).toHaveLength(64);
  });

  test('holds neither own text nor weights', () => {
    const text = JSON.stringify(sharedResultOf(trained(10)));
    expect(text).not.toContain('secret');
    expect(text.length).toBeLessThan(30_000);
  });

  test.each([
    ['null', () => null, /result/],
    ['a later version', (good: object) => ({ ...good, version: 2 }), /version 2/],
    ['another key', (good: object) => ({ ...good, weights: [] }), /weights/],
    [
      'a curve too few',
      (good: { members: object[] }) => ({ ...good, members: good.members.slice(1) }),
      /one curve for each/,
    ],
    ['an unknown task', (good: object) => ({ ...good, config: { ...config, task: { name: 'alchemy' } } }), /alchemy/],
    [
      'columns of different length',
      (good: { members: { curve: object }[] }) => ({
        ...good,
        members: good.members.map(m => ({ ...m, curve: { ...m.curve, loss: [] } })),
      }),
      /differ in length/,
    ],
    [
      'too many points',
      (good: { members: { curve: object }[] }) => ({
        ...good,
        members: good.members.map(m => ({ ...m, curve: curveColumnsOf(() => Array(101).fill(1)) })),
      }),
      /members/,
    ],
  ])('from outside with %s is refused with a reason', (_, change, reason) => {
    const good = JSON.parse(JSON.stringify(sharedResultOf(trained(10))));
    expect(() => readSharedResult(change(good))).toThrow(reason);
  });

  test.each([
    ['', 'A name is missing'],
    ['a\u202eb', 'U+202E'],
    ['\u200b', 'U+200B'],
    ['W'.repeat(300), 'at most 120 characters'],
  ])('named %j is refused, with the reason', (name, reason) => {
    expect(() => readSharedResult({ ...sharedResultOf(trained(10)), name })).toThrow(reason);
  });

  test('shows the invisible characters of an adapter as their numbers', () => {
    const odd = { ...adapter, adapter: 'GPU\u202e' };
    expect(readSharedResult({ ...sharedResultOf(trained(10)), adapter: odd }).adapter.adapter).toBe('GPU‹U+202E›');
  });

  test.each<[string, (step: number) => number | null]>([
    ['fall', step => 11 - step],
    ['are negative', step => step - 20],
    ['are no whole numbers', step => step + 0.5],
    ['stay', () => 3],
    ['are not known', () => null],
  ])('whose steps %s is refused', (_, of) => {
    const good = sharedResultOf(trained(10));
    const members = good?.members.map(m => ({
      ...m,
      curve: { ...m.curve, step: m.curve.step.map(step => of(step ?? 0)) },
    }));
    expect(() => readSharedResult({ ...good, members })).toThrow(/the steps of a curve must be/);
  });
});

test('points are chosen evenly, each once, and never more than asked for', () => {
  const { curve } = trained(5000).members[0] ?? {};
  if (!curve) throw new Error('no curve');
  for (const most of [2, 40, 100]) {
    const chosen = chosenPoints(curve, most);
    expect(chosen.length).toBeLessThanOrEqual(most);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen.toSorted((a, b) => a - b)).toEqual(chosen);
  }
});
