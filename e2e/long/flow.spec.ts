import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { expectDrawn, expectTimesDrawn } from '../support/chart';
import { addressOf, quickRace } from '../support/race';
import { loaded, test } from '../support/test';

test('axe finds no fault in light and dark, wide and narrow, before and after training', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  await loaded(page);
  expect(await violations(page)).toEqual([]);
  await page.evaluate(async () => {
    await window.unroll.train(20);
    await window.unroll.sample({ tokens: 32 });
  });
  await expectDrawn(page.locator('.loss-chart'), 6, [0, 1, 2]);
  await expectTimesDrawn(page.locator('.time-chart'), 3, [0, 1, 2]);
  await readByKeys(page);
  expect(await violations(page)).toEqual([]);
});

/** Arrow keys show values of the curves, in all charts of the race at once. */
async function readByKeys(page: Page): Promise<void> {
  const loss = page.getByRole('slider', { name: 'Loss against step' });
  await loss.focus();
  await page.keyboard.press('Home');
  await expect(loss).toHaveAttribute('aria-valuetext', /^Step 1\. LSTM: \d\.\d+ · train \d\.\d+; GRU: /);
  await page.keyboard.press('ArrowRight');
  await expect(loss).toHaveAttribute('aria-valuenow', '2');
  await expect(page.getByRole('slider', { name: 'Accuracy against step' })).toHaveAttribute('aria-valuenow', '2');
  await expect(page.locator('.crosshair')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.locator('.crosshair')).toHaveCount(0);
}
