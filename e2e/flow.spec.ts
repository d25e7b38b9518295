import { expect, type Page } from 'playwright/test';
import { Hand } from './support/hand';
import { addressOf, quickRace } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

test('preset, train, pause, and sample by keyboard alone; the focus is always visible', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  await loaded(page);
  const hand = new Hand(page);
  const shown = () => showsFocus(page);
  await hand.reach(page.getByRole('combobox', { name: 'Preset' }), shown);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Selective copying' })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('option', { name: 'Selective copying' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.unroll.config().task.name)).toBe('selective_copying');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toBeFocused();

  await hand.reach(page.getByRole('button', { name: 'Skip to the race controls' }), shown);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(() => fewestSteps(page), { timeout: 90_000 }).toBeGreaterThan(0);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeFocused();
  await expect(page.getByText('paused').first()).toBeVisible();

  await page.keyboard.press('s');
  await expect(page.getByRole('region', { name: 'Written by Mamba' })).toContainText(/\S/, { timeout: 60_000 });
});

/** What has the focus shows it. */
async function showsFocus(page: Page): Promise<void> {
  const stop = page.locator(':focus-visible');
  await expect(stop).toBeInViewport();
  const shown = await stop.evaluate(element => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  });
  expect(shown, await stop.evaluate(element => element.outerHTML.slice(0, 200))).toBe(true);
}
