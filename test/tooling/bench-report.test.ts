import { expect, test } from 'vitest';
import { report } from '../../bench/report';
import type { BenchResult, CaseResult, Outcome } from '../../bench/result';

const [TWO, ONE, WEBGPU] = ['Unroll on wasm (2 threads)', 'Unroll on wasm (1 thread)', 'Unroll on WebGPU'];

function timed(median: number, facts: Readonly<Record<string, number>> = {}): Outcome {
  return { timing: { median, p10: median / 2, p90: median * 2, samples: 5, repetitions: 3, roundTrip: 0.5 }, facts };
}

function product(name: string, outcomes: CaseResult['outcomes']): CaseResult {
  return { name, work: { unit: 'FLOP', amount: 1e9 }, outcomes };
}

function token(name: string, median: number): CaseResult {
  return { name, work: { unit: 'token', amount: 1 }, outcomes: { [TWO]: timed(median) } };
}

const result: BenchResult = {
  adapter: 'some adapter',
  software: true,
  wasmBuild: 'relaxed',
  own: [TWO, ONE, WEBGPU],
  browser: 'Chromium 1',
  processors: 4,
  processor: 'some processor',
  peers: ['peer 1.2'],
  quick: false,
  families: [
    {
      name: 'matmul',
      title: 'Products',
      cases: [
        product('a', { [TWO]: timed(100, { dispatches: 1 }), peer: timed(200), [ONE]: timed(150) }),
        product('b', { [TWO]: timed(100), peer: timed(800), [ONE]: timed(200) }),
        product('c', { [TWO]: timed(100), peer: { failure: 'no room\nat line 1' } }),
      ],
    },
    {
      name: 'decode',
      title: 'Tokens',
      cases: [
        token('Mamba, at 256', 0.1),
        token('Mamba, at 16,384', 0.1),
        token('LSTM, at 256', 0.1),
        token('LSTM, at 16,384', 6.4),
      ],
    },
    { name: 'scan', title: 'Nothing asked for', cases: [] },
    { name: 'bytes', title: 'Bytes', cases: [{ name: 'd', facts: { planned: 12345 }, outcomes: {} }] },
    {
      name: 'page',
      title: 'The page',
      cases: [
        { name: 'Mamba, wasm', facts: { 'steps/s': 6 }, outcomes: {} },
        { name: 'LSTM, wasm', facts: { 'steps/s': 4 }, outcomes: {} },
        { name: 'LSTM, webgpu', facts: { 'steps/s': 1 }, outcomes: {} },
        { name: "longest task of the page's thread, wasm", facts: { ms: 0 }, outcomes: {} },
      ],
    },
  ],
};

const lines = report(result).split('\n');

test('a row has a column for each side, and how many times as fast the first one is', () => {
  expect(lines).toContain(
    '| a | 10.0 GFLOP/s (20.0 – 5.00) | 5.00 GFLOP/s (10.0 – 2.50), 2.00 × | 6.67 GFLOP/s (13.3 – 3.33), 1.50 × | 1 |',
  );
});

test('a peer that does not run says why and does not count in the mean', () => {
  expect(lines).toContain('| c | 10.0 GFLOP/s (20.0 – 5.00) | does not run: no room |  |  |');
  expect(lines).toContain(
    `Geometric means of the speed-up of "${TWO}": over peer 4.00 × (2 rows); ${ONE} 1.73 × (2 rows).`,
  );
});

test('counts need no timing, and empty tables are left out', () => {
  expect(lines).toContain('| d | 12,345 |');
  expect(lines).not.toContain('## Nothing asked for');
  expect(lines.join('\n')).toContain(
    'some processor, 4 logical processors; WebGPU on some adapter, a software adapter; the relaxed build on WebAssembly; Chromium 1',
  );
});

test('a bar holds, falls short, or is left out where nothing was measured', () => {
  expect(lines).toContain('| products: two threads over one | 1.73 × | ≥ 1.60 × | holds |');
  expect(lines).toContain('| token: Mamba, growth exponent of its time | 0.00 | ≤ 0.100 | holds |');
  expect(lines).toContain('| token: LSTM, growth exponent of its time | 1.00 | ≤ 0.100 | falls short |');
  expect(lines).toContain('| page: the slowest contender | 4.00 steps/s | ≥ 5.00 steps/s | falls short |');
  expect(lines).toContain('| page: longest task (0: none above 50 ms) | 0.00 ms | ≤ 50.0 ms | holds |');
  expect(lines.join('\n')).not.toContain('over jax-js');
});
