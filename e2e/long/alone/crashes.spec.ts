import { type Browser, chromium, expect, type Page, test } from 'playwright/test';
import { findChromium } from '../../../scripts/chromium.mjs';
import { chromiumFlags } from '../../../scripts/chromium-flags.mjs';
import { crashGpu, patientBrowser } from '../../support/gpu_crash';
import { addressOf, loneRace, smallRace, withTraining } from '../../support/race';
import { fewestSteps, loaded } from '../../support/test';

const race = { ...withTraining(smallRace, { steps: 80 }), contenders: smallRace.contenders.slice(0, 2) };

async function curvesOf(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    window.unroll.runs().map(({ name, status, curve }) => ({ name, status, loss: curve.loss, step: curve.step })),
  );
}

async function finish(page: Page, steps = race.training.steps): Promise<unknown> {
  await expect.poll(() => fewestSteps(page), { timeout: 180_000 }).toBe(steps);
  await expect(page.getByText('· finished')).toBeVisible();
  return curvesOf(page);
}

const moments: readonly (readonly [string, (page: Page, browser: Browser) => Promise<void>])[] = [
  [
    'crashes once, which is said once',
    async (page, browser) => {
      await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(5);
      await crashGpu(browser);
      await expect(page.getByText('The GPU was lost and is back.')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole('alert')).toHaveCount(0);
    },
  ],
  ...[300, 1500].map(
    milliseconds =>
      [
        `crashes again ${milliseconds / 1000} s after a crash`,
        async (page: Page, browser: Browser) => {
          await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(20);
          await crashGpu(browser);
          await page.waitForTimeout(milliseconds);
          await crashGpu(browser);
        },
      ] as const,
  ),
  [
    'crashes while the race is paused',
    async (page, browser) => {
      await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(20);
      await page.evaluate(() => window.unroll.pause());
      const paused = await fewestSteps(page);
      // The weights are copied right after the page says that the race is paused.
      await page.waitForTimeout(1000);
      await crashGpu(browser);
      await expect(page.getByText('The GPU was lost and is back.')).toBeVisible({ timeout: 60_000 });
      expect(await fewestSteps(page)).toBe(paused);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
    },
  ],
  [
    'crashes while contenders are sampled, which says so',
    async (page, browser) => {
      await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(20);
      const sampled = page.evaluate(() => window.unroll.sample({ tokens: 20_000 }).catch(error => String(error)));
      await page.waitForTimeout(1000);
      await crashGpu(browser);
      expect(await sampled).toContain('The GPU was lost');
    },
  ],
];

for (const [words, disturb] of moments) {
  test(`a GPU that ${words}: the race goes on, with the curves of a race that was not disturbed`, async ({
    baseURL,
  }) => {
    const browser = await patientBrowser();
    const curves = async (during: (page: Page) => Promise<void>): Promise<unknown> => {
      const page = await browser.newPage({ baseURL: baseURL ?? '' });
      await page.goto(addressOf(race, '?backend=webgpu'));
      await loaded(page);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await during(page);
      const all = await finish(page);
      await page.close();
      return all;
    };
    const undisturbed = await curves(async () => {});
    expect(await curves(page => disturb(page, browser))).toEqual(undisturbed);
    await browser.close();
  });
}

test('a GPU that is lost again and again is reported with what to do, and Reset trains again', async () => {
  // After every loss all kernels are compiled again.
  test.setTimeout(300_000);
  const browser = await patientBrowser();
  const page = await browser.newPage({ baseURL: test.info().project.use.baseURL ?? '' });
  await page.goto(addressOf(loneRace, '?backend=webgpu'));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  for (let loss = 0; loss < 3; loss++) {
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(1);
    await crashGpu(browser);
    await expect(page.getByText('The GPU was lost and is back.')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(1);
  await crashGpu(browser);
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('The GPU was lost');
  await expect(notice).toContainText('Press Go on to try once more, or Reset to start again.');
  // An error of the work that was running would come within this time, and replace the notice.
  await page.waitForTimeout(2500);
  await expect(notice).toContainText('The GPU was lost');
  await expect(notice).toHaveCount(1);
  await notice.getByRole('button', { name: 'Reset' }).click();
  await loaded(page);
  await expect(notice).toHaveCount(0);
  expect(await fewestSteps(page)).toBe(0);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(1);
  await browser.close();
});

test('a browser that gives no GPU any more: after a reload the race goes on, with the curves of one that was not disturbed', async ({
  baseURL,
}) => {
  test.setTimeout(600_000);
  // Chromium keeps its own limit of GPU crashes here.
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags] });
  const page = await browser.newPage({ baseURL: baseURL ?? '' });
  // So many steps that on any machine one is kept before the end.
  const steps = 400;
  await page.goto(addressOf(withTraining(race, { steps }), '?backend=webgpu'));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const undisturbed = await finish(page, steps);

  await page.getByRole('button', { name: 'Reset', exact: true }).first().click();
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const gone = page.getByText('Reload the page with the browser’s reload button');
  for (let crash = 0; crash < 4 && !(await gone.isVisible()); crash++) {
    const before = await fewestSteps(page);
    await expect.poll(() => fewestSteps(page), { timeout: 120_000 }).toBeGreaterThan(before + 5);
    // A step is kept after four seconds of work.
    if (crash === 0) await page.waitForTimeout(5000);
    await crashGpu(browser);
    await expect(gone.or(page.getByText('The GPU was lost and is back.'))).toBeVisible({ timeout: 60_000 });
    const dismiss = page.getByRole('button', { name: 'Dismiss' });
    if (await dismiss.isVisible()) await dismiss.click();
  }
  await expect(page.getByRole('alert')).toContainText(/The race then goes on from step \d+/);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  for (const { name } of race.contenders)
    await expect(page.getByRole('button', { name: `Save ${name}`, exact: true })).toBeDisabled();
  await page.reload();
  const goesOn = page.getByText(/goes on from step \d+, the last one that was kept before the reload/);
  await expect(goesOn).toBeVisible({ timeout: 120_000 });
  expect(await finish(page, steps)).toEqual(undisturbed);
  await browser.close();
});

test('the Moby-Dick race continues after a crash; the report compares the time with its first loading', async ({
  baseURL,
}) => {
  test.setTimeout(600_000);
  const browser = await patientBrowser();
  const page = await browser.newPage({ baseURL: baseURL ?? '' });
  const opened = performance.now();
  await page.goto('/?backend=webgpu#preset=moby-dick');
  await loaded(page);
  const loading = performance.now() - opened;
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 240_000 }).toBeGreaterThan(1);
  const crashed = performance.now();
  await crashGpu(browser);
  await page.getByText('The GPU was lost and is back.').waitFor({ timeout: 120_000 });
  const recovery = performance.now() - crashed;
  const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);
  const description = `${seconds(recovery)} s from the crash to going on, ${seconds(loading)} s for the first loading`;
  test.info().annotations.push({ type: 'crash to going on', description });
  console.log(description);
  const before = await fewestSteps(page);
  await expect.poll(() => fewestSteps(page), { timeout: 240_000 }).toBeGreaterThan(before);
  await browser.close();
});
