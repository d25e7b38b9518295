import { expect, test } from 'vitest';
import { report } from '../../bench/report';
import type { BenchResult, Outcome } from '../../bench/result';

function timed(median: number, facts: Readonly<Record<string, number>> = {}): Outcome {
  return { timing: { median, p10: median / 2, p90: median * 2, samples: 5, repetitions: 3 }, facts };
}

const result: BenchResult = {
  adapter: 'some adapter',
  software: false,
  browser: 'Chromium 1',
  processors: 4,
  quick: false,
  families: [
    {
      name: 'machine',
      title: 'The machine',
      cases: [
        { name: 'slower', work: { unit: 'FLOP', amount: 5e9 }, outcomes: { unroll: timed(1000) } },
        { name: 'faster', work: { unit: 'FLOP', amount: 2e10 }, outcomes: { unroll: timed(1000) } },
      ],
    },
    {
      name: 'matmul',
      title: 'Products',
      cases: [
        {
          name: 'a',
          work: { unit: 'FLOP', amount: 1e9 },
          peak: 2e10,
          outcomes: { unroll: timed(100, { dispatches: 1 }), peer: timed(200) },
        },
        {
          name: 'b',
          work: { unit: 'FLOP', amount: 1e9 },
          peak: 4e10,
          outcomes: { unroll: timed(100), peer: timed(800) },
        },
        {
          name: 'c',
          work: { unit: 'FLOP', amount: 1e9 },
          peak: 2e10,
          outcomes: { unroll: timed(100), peer: { failure: 'no room' } },
        },
      ],
    },
    { name: 'scan', title: 'Nothing asked for', cases: [] },
    { name: 'bytes', title: 'Bytes', cases: [{ name: 'd', outcomes: { unroll: { facts: { planned: 12345 } } } }] },
  ],
};

const lines = report(result).split('\n');

test('rates are shares of the peak that was measured beside them, before the peer and our speed-up', () => {
  expect(lines).toContain(
    '| a | 10.0 GFLOP/s (20.0 – 5.00) | 50 % of 20.0 | 5.00 GFLOP/s (10.0 – 2.50) | 2.00 × | 1 |',
  );
  expect(lines.some(line => line.startsWith('| b | 10.0 GFLOP/s (20.0 – 5.00) | 25 % of 40.0 |'))).toBe(true);
});

test("the machine's own rates are shares of the best of them", () => {
  expect(lines).toContain('| slower | 5.00 GFLOP/s (10.0 – 2.50) | 25 % |');
  expect(lines).toContain('| faster | 20.0 GFLOP/s (40.0 – 10.0) | 100 % |');
});

test('a peer that failed says why and does not count in the mean', () => {
  expect(lines).toContain('| c | 10.0 GFLOP/s (20.0 – 5.00) | 50 % of 20.0 | failed: no room |  |  |');
  expect(lines).toContain('Geometric mean of our speed-up over peer: 4.00 × (2 rows).');
});

test('counts need no timing, and empty tables are left out', () => {
  expect(lines).toContain('| d | 12,345 |');
  expect(lines).not.toContain('## Nothing asked for');
  expect(lines.join('\n')).toContain('some adapter; Chromium 1; 4 logical processors');
});
