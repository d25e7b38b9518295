import { type Browser, expect, type Page, test } from 'playwright/test';
import { crashGpu, patientBrowser } from '../support/gpu_crash';
import { addressOf, smallRace, withTraining } from '../support/race';
import { fewestSteps, loaded } from '../support/test';

const race = { ...withTraining(smallRace, { steps: 80 }), contenders: smallRace.contenders.slice(0, 2) };

const moments: readonly (readonly [string, (page: Page, browser: Browser) => Promise<void>])[] = [
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
      // The weights are copied right after the pause is said.
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
  test(`a GPU that ${words}: the race goes on, and its curves are those of a race that was not disturbed`, async ({
    baseURL,
  }) => {
    const browser = await patientBrowser();
    const curves = async (during: (page: Page) => Promise<void>): Promise<unknown> => {
      const page = await browser.newPage({ baseURL: baseURL ?? '' });
      await page.goto(addressOf(race));
      await loaded(page);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await during(page);
      await expect.poll(() => fewestSteps(page), { timeout: 180_000 }).toBe(80);
      await expect(page.getByText('· finished')).toBeVisible();
      const all = await page.evaluate(() =>
        window.unroll.runs().map(({ name, status, curve }) => ({ name, status, loss: curve.loss, step: curve.step })),
      );
      await page.close();
      return all;
    };
    const undisturbed = await curves(async () => {});
    expect(await curves(page => disturb(page, browser))).toEqual(undisturbed);
    await browser.close();
  });
}
