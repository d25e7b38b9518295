import { expect } from 'playwright/test';
import { test } from '../../support/test';

test('the Moby-Dick race says that it compiles, then trains; the report says how long after the first paint', async ({
  page,
}) => {
  await page.goto('/?backend=webgpu#preset=moby-dick');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/^compiling kernels: \d+ of \d+$/)).toBeVisible();
  await page.waitForFunction(() => window.unroll.runs().some(run => run.step > 0), undefined, {
    timeout: 60_000,
    polling: 20,
  });
  const seconds = await page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    return (performance.now() - paint) / 1000;
  });
  test.info().annotations.push({ type: 'first paint to first step', description: `${seconds.toFixed(1)} s` });
  expect(seconds).toBeGreaterThan(0);
});
