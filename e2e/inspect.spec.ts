import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

// e2e/browsers/inspect: the view follows the training.
test('axe finds no fault in the view of a race in training', async ({ page }) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 100_000 })));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(2));
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 2')).toBeVisible({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
});
