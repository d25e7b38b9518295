import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from '../../scripts/test-reports.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: 'x.test.ts',
  status,
  assertionResults: tests.map(one => ({ status: one })),
});

test('vitest: skipped tests and files that do not load are failures', () => {
  expect(countVitest({ testResults: [file('passed', 'passed', 'passed')] })).toEqual({ passed: 2, failed: 0 });
  expect(countVitest({ testResults: [file('failed', 'passed', 'failed')] })).toEqual({ passed: 1, failed: 1 });
  expect(countVitest({ testResults: [file('passed', 'passed', 'pending', 'todo')] })).toEqual({ passed: 1, failed: 2 });
  expect(countVitest({ testResults: [file('failed'), file('passed', 'passed')] })).toEqual({ passed: 1, failed: 1 });
});

test('playwright: a skipped test is a failure, one that passed when it ran again is none', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
  expect(countPlaywright({ stats })).toEqual({ passed: 7, failed: 4 });
});

test('a report of another shape is an error', () => {
  expect(() => countVitest({})).toThrow();
  expect(() => countPlaywright({ stats: {} })).toThrow();
});
