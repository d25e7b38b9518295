import { expect, type Page } from 'playwright/test';
import { loaded, test } from './support/test';

test('the first minute goes away for good when it is dismissed, and Help shows it again', async ({ page }) => {
  await page.goto('/?backend=wasm&threads=1');
  await loaded(page);
  await card(page).getByRole('button', { name: 'Dismiss the first minute' }).press('Enter');
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeFocused();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('unroll'))).toContain('"firstMinute":false');
  await page.reload();
  await loaded(page);
  await expect(page.getByRole('region', { name: 'Answers' })).toBeVisible();
  await expect(card(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByRole('button', { name: 'Show the first minute' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText('The first minute');
  await expect(card(page)).toContainText('Press Train.');
});

function card(page: Page) {
  return page.getByRole('region', { name: 'The first minute' });
}
