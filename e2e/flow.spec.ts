import { expect, type Page } from 'playwright/test';
import { violations } from './support/axe';
import { expectDrawn } from './support/chart';
import { addressOf, quickRace } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

test('preset, train, pause, and sample by keyboard alone, the focus always in sight', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  await loaded(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Preset' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Selective copying' })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('option', { name: 'Selective copying' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.unroll.config().task.name)).toBe('selective_copying');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: 'Skip to the race controls' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Train' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(() => fewestSteps(page), { timeout: 90_000 }).toBeGreaterThan(0);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Train' })).toBeFocused();
  await expect(page.getByText('paused').first()).toBeVisible();

  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Written by Mamba' })).toContainText(/\S/, { timeout: 60_000 });
});

test('axe finds nothing amiss in light and dark, wide and narrow, before and after training', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  await loaded(page);
  expect(await violations(page)).toEqual([]);
  await page.evaluate(async () => {
    await window.unroll.train(20);
    await window.unroll.sample({ tokens: 32 });
  });
  await expectDrawn(page.locator('.loss-chart'), 6, [0, 1, 2]);
  await expectDrawn(page.locator('.time-chart'), 3, [0, 1, 2]);
  await readByKeys(page);
  expect(await violations(page)).toEqual([]);
});

/** Arrow keys read the curves out, in all charts of the race at once. */
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

/** Presses Tab until `target` has the focus; every stop on the way must show it. */
async function tabTo(page: Page, target: ReturnType<Page['getByRole']>, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press(key);
    const stop = page.locator(':focus-visible');
    await expect(stop).toBeInViewport();
    const shown = await stop.evaluate(element => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    });
    expect(shown, await stop.evaluate(element => element.outerHTML.slice(0, 200))).toBe(true);
    if (await target.evaluate(element => element === document.activeElement)) return;
  }
  throw new Error(`${target} was not reached`);
}
