import { z } from 'zod';

/** @typedef {{ passed: number, failed: number }} Count */

const vitestReport = z.object({
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * @param {unknown} report what vitest's `json` reporter writes
 * @returns {Count} a skipped test, and a file that failed outside its tests, count as failed
 */
export function countVitest(report) {
  const files = vitestReport.parse(report).testResults;
  const tests = files.flatMap(file => file.assertionResults);
  const passed = tests.filter(test => test.status === 'passed').length;
  const broken = files.filter(
    file => file.status !== 'passed' && file.assertionResults.every(test => test.status === 'passed'),
  );
  return { passed, failed: tests.length - passed + broken.length };
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/**
 * @param {unknown} report what Playwright's `json` reporter writes
 * @returns {Count} a skipped test counts as failed. A flow that passed when it ran again
 *   (playwright.config.ts) counts as passed; the list of flows calls it flaky.
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(report).stats;
  return { passed: expected + flaky, failed: unexpected + skipped };
}
