import { describe, expect, test } from 'vitest';
import { presets } from '../../../src/lab/config/presets';
import type { SampleRequest } from '../../../src/lab/worker/read_command';
import { fromKept, toKeep } from '../../../src/ui/kept/kept_writing';
import { allTexts } from '../../../src/ui/sample_race/all_texts';
import { lanesOf, placeOf, raceTime } from '../../../src/ui/sample_race/lanes';
import { orderWords } from '../../../src/ui/sample_race/order_words';
import { reachOf } from '../../../src/ui/sample_race/reach';
import { sampleKey, timeFor, usualPace } from '../../../src/ui/sample_race/replay_store';
import { tailOf } from '../../../src/ui/sample_race/tail_of';
import { meanSpeed, speedAt, tapeAt } from '../../../src/ui/sample_race/tape_at';
import { textUpTo } from '../../../src/ui/sample_race/text_up_to';
import { freshRun, initialRun, type RunState } from '../../../src/ui/stores/run_state';
import { pointsOf, type Tape, tapeOf } from '../../../src/ui/stores/tape';
import { newWriting, type Writing } from '../../../src/ui/stores/writing';

/** A lane that was at so many tokens of ten characters each after so many milliseconds. */
function lane(finish: number, points: readonly (readonly [milliseconds: number, tokens: number])[]): Writing {
  const tape = tapeOf({
    milliseconds: points.map(([time]) => time),
    tokens: points.map(([, tokens]) => tokens),
    characters: points.map(([, tokens]) => 10 * tokens),
    position: points.map(([, tokens]) => tokens + 4),
    bytes: points.map(([, tokens]) => 100 * tokens),
  });
  return { ...newWriting(), tape, finish, done: true, text: 'x'.repeat(10 * (points.at(-1)?.[1] ?? 0)) };
}

const request: SampleRequest = { prompt: 'Call', tokens: 100, temperature: 1, topK: 0, seed: 1, naive: false };

/** A race of samples: the lanes of the first contenders, and the naive one beside the first. */
function raced(writings: readonly Writing[], beside: Writing | null = null): RunState {
  const preset = presets.find(({ name }) => name === 'moby-dick') ?? presets[0];
  const config = { ...preset.config, contenders: preset.config.contenders.slice(0, writings.length) };
  const run = freshRun(initialRun, 1, { config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null });
  return {
    ...run,
    sampling: { sampleId: 1, request, questions: [], done: true },
    members: run.members.map((member, i) => ({
      ...member,
      writing: writings[i] ?? null,
      beside: i === 0 ? beside : null,
    })),
  };
}

const quick = lane(100, [
  [10, 40],
  [20, 100],
]);
const slow = lane(100, [
  [12, 30],
  [30, 90],
  [45, 100],
]);
const slowest = lane(100, [[45, 8]]);

describe('a tape', () => {
  test('is read between its points in proportion, before the first from nothing, and after the last stays there', () => {
    expect(tapeAt(quick.tape, 0)).toMatchObject({ tokens: 0, characters: 0, position: 4, bytes: 4000 });
    expect(tapeAt(quick.tape, 5)).toMatchObject({ tokens: 20, characters: 200, position: 24 });
    expect(tapeAt(quick.tape, 15)).toMatchObject({ tokens: 70, bytes: 7000 });
    expect(tapeAt(quick.tape, 500)).toMatchObject({ tokens: 100 });
    expect(tapeAt(newWriting().tape, 5).tokens).toBeNaN();
  });

  test('has a speed of its last tenth', () => {
    expect(speedAt(quick.tape, 5)).toBeCloseTo(4000);
    expect(speedAt(quick.tape, 20)).toBeCloseTo(6000);
    expect(speedAt(quick.tape, 500)).toBeCloseTo(6000);
    expect(speedAt(newWriting().tape, 5)).toBeNaN();
  });

  test('has a mean speed, of all its tokens over all its time', () => {
    expect(meanSpeed(quick.tape)).toBeCloseTo(5000);
    expect(meanSpeed(newWriting().tape)).toBeNaN();
  });

  test('is kept in so many points, the last one among them, and comes back', () => {
    const long: Tape = lane(
      1000,
      Array.from({ length: 1000 }, (_, i) => [i + 1, i + 1] as const),
    ).tape;
    const kept = pointsOf(long, 200);
    expect(kept.tokens).toHaveLength(200);
    expect(kept.tokens.at(-1)).toBe(1000);
    const written = toKeep({ ...slow, skipped: undefined }, quick);
    expect(fromKept(written)).toEqual({ ...slow, skipped: undefined });
    expect(fromKept(written.beside)?.finish).toBe(100);
    expect(fromKept(toKeep(null, null))).toBeNull();
  });
});

describe('the order of finish', () => {
  test('is by time at the finish line, then by tokens, and changes along the race', () => {
    const lanes = lanesOf(raced([slow, quick], slowest));
    expect(lanes.map(({ name }) => name)).toEqual(['Mamba', 'Mamba, naive', 'LSTM']);
    expect(raceTime(lanes)).toBe(45);
    const places = (time: number) => lanes.map(own => placeOf(own, lanes, time));
    expect(places(45)).toEqual([2, 3, 1]);
    expect(places(0)).toEqual([null, null, null]);
    expect(orderWords(lanes)).toBe(
      'LSTM finished first: 100 tokens in 20.0 ms. Then Mamba (45.0 ms). Tokens of the others in 45.0 ms: Mamba naively (8).',
    );
  });

  test('is said of those that did not finish, too, and is empty where nothing raced', () => {
    const lanes = lanesOf(raced([slowest, lane(100, [[45, 60]])]));
    expect(orderWords(lanes)).toBe('LSTM came furthest in 45.0 ms: 60 of 100 tokens. Then Mamba (8).');
    expect(orderWords(lanesOf(raced([newWriting()])))).toBe('');
  });

  test('a sample that writes nothing after its sequences is no race', () => {
    const run = raced([quick]);
    expect(
      lanesOf({ ...run, sampling: run.sampling && { ...run.sampling, request: { ...request, tokens: 0 } } }),
    ).toEqual([]);
  });
});

describe('the replay', () => {
  test('shows text and chart up to where a lane was', () => {
    const run = raced([quick, slow]);
    expect(textUpTo(quick, 5)).toHaveLength(200);
    expect(textUpTo(quick, null)).toHaveLength(1000);
    const reach = reachOf(run, 5);
    expect([reach(0, false), reach(0, true)]).toEqual([24, Number.POSITIVE_INFINITY]);
    expect(reachOf(run, null)(0, false)).toBe(Number.POSITIVE_INFINITY);
  });

  test('belongs to one sample, and takes some seconds unless a pace is chosen', () => {
    const run = raced([quick]);
    const replay = { of: sampleKey(run), time: 5, running: true, pace: null };
    expect(timeFor(replay, run)).toBe(5);
    expect(timeFor(replay, { ...run, runId: 2 })).toBeNull();
    expect([80, 8000, 60_000].map(usualPace)).toEqual([0.01, 1, 10]);
  });
});

test('of a long text the end is shown, whole characters, and all of it is copied', () => {
  expect(tailOf('ab', 'cd', 10)).toEqual({ given: 'ab', written: 'cd', cut: false });
  expect(tailOf('ab', 'cd', 3)).toEqual({ given: 'b', written: 'cd', cut: true });
  expect(tailOf('ab', '🐋cd', 3)).toEqual({ given: '', written: 'cd', cut: true });
  expect(allTexts(raced([{ ...quick, text: 'y'.repeat(9000) }]))).toBe(`Mamba\nCall${'y'.repeat(9000)}\n`);
});
