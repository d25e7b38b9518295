import { afterEach, expect, it, vi } from 'vitest';
import { SampleRace } from '../../../src/lab/sampling/sample_race';
import type { Event } from '../../../src/lab/worker/protocol';
import type { SampleRequest } from '../../../src/lab/worker/read_command';
import { fieldOf, watched } from '../../support/watched_race';

type Said = Extract<Event, { type: 'sampled' }>;

const request: SampleRequest = { temperature: 1, topK: 0, seed: 1, naive: false, prompt: 'ab', tokens: 1500 };

afterEach(() => vi.restoreAllMocks());

/** All that is said in a race where a dispatch takes a millisecond, times `slow`, on a clock of the test. */
async function raced(change: Partial<SampleRequest>, slow = 1, names = ['RNN']): Promise<Said[]> {
  const made = await watched();
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  made.backend.before = replays => {
    now += slow * replays.reduce((sum, { dispatches }) => sum + dispatches, 0);
  };
  const said: Said[] = [];
  const race = new SampleRace(made.backend, fieldOf(names, made), 1, { ...request, ...change }, event => {
    if (event.type === 'sampled') said.push(event);
  });
  while (await race.sampleTurn()) {}
  return said;
}

const textOf = (said: readonly Said[], naive: boolean): string =>
  said.flatMap(event => (event.naive === naive ? event.text : [])).join('');

it('the lane that had the least time is next, so the faster one is ahead until it is at the finish line', async () => {
  const said = await raced({ naiveBeside: true, tokens: 1000 }, 20);
  const last = { carried: 0, naive: 0 };
  for (const { naive, tape, done } of said) {
    const [own, other] = naive ? (['naive', 'carried'] as const) : (['carried', 'naive'] as const);
    expect(last[own]).toBeLessThanOrEqual(last[other]);
    last[own] = done ? Number.POSITIVE_INFINITY : tape.milliseconds;
  }
  const finish = said.find(({ naive, done }) => !naive && done)?.tape.milliseconds ?? 0;
  const naive = said.findLast(event => event.naive && event.tape.milliseconds <= finish)?.tape.tokens ?? 0;
  expect(naive).toBeGreaterThan(0);
  expect(naive).toBeLessThan(500);
  const ends = said.filter(({ done }) => done);
  expect(ends.map(({ naive, tape }) => [naive, tape.tokens])).toEqual([
    [false, 1000],
    [true, 1000],
  ]);
});

it('what a lane writes does not depend on the turns, and is the same naively', async () => {
  const alone = textOf(await raced({ tokens: 90 }), false);
  const beside = await raced({ tokens: 90, naiveBeside: true });
  const slow = await raced({ tokens: 90, naiveBeside: true }, 30);
  expect(alone).toHaveLength(90);
  for (const said of [beside, slow]) for (const naive of [false, true]) expect(textOf(said, naive)).toBe(alone);
  expect(slow.length).toBeGreaterThan(beside.length);
});

it.each([
  [false, 40],
  [true, 4],
])('after its time a lane stops; its tokens are those that its measured times fill, naive: %s', async (naive, slow) => {
  const said = await raced({ seconds: 2, tokens: 16_384, naive }, slow, ['RNN', 'Again']);
  for (const contender of [0, 1]) {
    const own = said.filter(event => event.contender === contender);
    const { tape, done } = own.at(-1) ?? {};
    expect(done).toBe(true);
    expect(tape?.tokens).toBeLessThan(16_384);
    expect(Math.abs((tape?.milliseconds ?? 0) - 2000)).toBeLessThan(100);
    const filled = own.map(({ latency }) => (latency.milliseconds[0] ?? 0) * (latency.tokens[0] ?? 0));
    expect(filled.reduce((sum, time) => sum + time) / 2000).toBeCloseTo(1, 1);
  }
});

it('a tape says how far a lane is: tokens, characters, position, and bytes; the last point is at the finish line', async () => {
  const said = await raced({ tokens: 200 });
  const text = textOf(said, false);
  expect(said.at(-1)).toMatchObject({ finish: 200, done: true });
  expect(said.at(-1)?.tape).toMatchObject({ tokens: 200, characters: text.length, position: 201 });
  const times = said.map(({ tape }) => tape.milliseconds);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  for (const { tape } of said) expect(tape.bytes).toBe(4 * 4);
});
