import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

test('follows the training', async ({ page }) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 100_000 })));
  await loaded(page);
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 0')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Train the race' }).click();
  await expect(page.getByText(/as of step [1-9]/)).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('paused').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
