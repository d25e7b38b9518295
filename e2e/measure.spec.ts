import { expect } from 'playwright/test';
import { addressOf, loneRace, withTraining } from './support/race';
import { loaded, steps, test } from './support/test';

test('measuring pauses the race, fills tables, and can be cancelled; training again ends it', async ({ page }) => {
  await page.goto(addressOf(withTraining(loneRace, { steps: 100_000 })));
  await loaded(page);
  await page.evaluate(() => void window.unroll.train());
  await expect.poll(() => page.evaluate(() => window.unroll.runs()[0]?.step ?? 0)).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Measure this machine' });
  await dialog.getByRole('button', { name: 'Measure' }).click();
  await expect(dialog.getByRole('rowheader', { name: /^multiply-adds, 2 vec4 chains/ })).toBeVisible({
    timeout: 60_000,
  });
  expect(await page.evaluate(() => window.unroll.runs()[0]?.status)).toBe('paused');
  const before = await steps(page);
  await expect(dialog.getByText(/GFLOP\/s/).first()).toBeVisible();
  expect(await steps(page)).toEqual(before);

  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('cancelled · the rows below were measured')).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Measure again' }).click();
  await expect(dialog.getByText(/^\d+ of \d+ · multiply-adds/)).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => window.unroll.train(1));
  await expect(dialog.getByText(/^cancelled/)).toBeVisible();
});
