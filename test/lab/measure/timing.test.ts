import { afterEach, expect, test, vi } from 'vitest';
import type { Subject } from '../../../src/lab/measure/subject';
import { alternate } from '../../../src/lab/measure/timing';

afterEach(() => vi.restoreAllMocks());

/** Subjects on a clock of their own. Each repetition of a subject moves the clock by that subject's cost. */
function onFakeClock(costs: Readonly<Record<string, number>>, most?: number): { subjects: Subject[]; log: string[] } {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const log: string[] = [];
  const subjects = Object.entries(costs).map(
    ([name, cost]): Subject => ({
      async run(times) {
        log.push(`${name} ${times}`);
        now += cost * times;
      },
      async rewind() {
        now += 1000;
      },
      ...(most === undefined ? {} : { most }),
      facts: () => ({}),
      destroy() {},
    }),
  );
  return { subjects, log };
}

test('subjects take turns, and each repeats until a sample is full; the time of rewinding does not count', async () => {
  const { subjects, log } = onFakeClock({ quick: 2, slow: 50 });
  const timings = await alternate(subjects, { samples: 4, sampleMilliseconds: 40, budgetMilliseconds: 10_000 });
  expect(timings.map(({ median, p10, p90 }) => [median, p10, p90])).toEqual([
    [2, 2, 2],
    [50, 50, 50],
  ]);
  expect(timings.map(({ samples, repetitions }) => [samples, repetitions])).toEqual([
    [4, 20],
    [4, 1],
  ]);
  expect(log.slice(-8)).toEqual(Array.from({ length: 4 }, () => ['quick 20', 'slow 1']).flat());
});

test('a slow subject gets fewer samples, but never fewer than three', async () => {
  const effort = { samples: 10, sampleMilliseconds: 40, budgetMilliseconds: 500 };
  const { subjects } = onFakeClock({ slow: 100, slowest: 400 });
  const timings = await alternate(subjects, effort);
  expect(timings.map(({ samples }) => samples)).toEqual([5, 3]);
});

test('no sample is longer than the subject allows', async () => {
  const { subjects, log } = onFakeClock({ short: 1 }, 8);
  await alternate(subjects, { samples: 3, sampleMilliseconds: 1000, budgetMilliseconds: 10_000 });
  expect(Math.max(...log.map(line => Number(line.split(' ')[1])))).toBe(8);
});

test('a sample is twenty times as long as the idle round trip', async () => {
  const { subjects } = onFakeClock({ quick: 1 });
  const waiting = subjects.map(subject => ({ ...subject, idle: async () => void (await subjects[0]?.run(5)) }));
  const [timing] = await alternate(waiting, { samples: 3, sampleMilliseconds: 10, budgetMilliseconds: 10_000 });
  expect(timing?.repetitions).toBe(100);
  expect(timing?.roundTrip).toBe(5);
});
