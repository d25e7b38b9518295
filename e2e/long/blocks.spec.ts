import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { addressOf, loneRace } from '../support/race';
import { loaded, test } from '../support/test';

test('the picture of a contender’s blocks opens large, is read by keys, and says what is carried', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  const strip = page.getByRole('button', { name: /^Picture of the blocks of/ });
  await strip.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^How a token flows through/ });
  const detail = dialog.getByRole('region', { name: 'The chosen piece' });
  await expect(detail).toContainText('Carried to the next token');
  await dialog.getByRole('button', { name: 'Embedding' }).focus();
  await expect(detail).toContainText('(B, L, D)');
  await page.keyboard.press('ArrowUp');
  await expect(detail.getByRole('heading')).toHaveText(/^Block 1 · Norm/);
  // On a narrow screen the contenders lie in a sheet.
  expect(await violations(page, [[1440, 900]])).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(strip).toBeFocused();
});

test('the picture fills with the values of the run, token by token, and follows training', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  const strip = page.getByRole('button', { name: /^Picture of the blocks of/ });
  await strip.click();
  const dialog = page.getByRole('dialog', { name: /^How a token flows through/ });
  await expect(dialog.getByText('No values yet: press Train.')).toBeVisible();
  await page.evaluate(() => window.unroll.train(2));
  await expect(dialog.getByText('Values after step 2.')).toBeVisible();
  await expect(dialog.locator('.next-tokens li')).toHaveCount(5);
  const slider = dialog.getByRole('slider', { name: 'Token that flows' });
  await slider.focus();
  const last = await dialog.locator('.tower').textContent();
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /^token 31 of 32/);
  await expect(dialog.locator('.tower')).not.toHaveText(last ?? '');
  await page.evaluate(() => window.unroll.train(1));
  await expect(dialog.getByText('Values after step 3.')).toBeVisible();
  expect(await violations(page, [[1440, 900]])).toEqual([]);
  // On a narrow screen the contenders lie in a sheet, and the picture stays open above it.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(dialog.getByText('Values after step 3.')).toBeVisible();
  expect(await violations(page, [[390, 844]])).toEqual([]);
  expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('dialog', { name: 'Contenders' })).toBeVisible();
  await expect(strip).toBeFocused();
  const chip = page.locator('#block-0-0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const settings = page.getByRole('dialog', { name: /^Block 1, / });
  await expect(settings).toBeVisible();
  for (const [width, sheets] of [
    [1440, 0],
    [390, 1],
    [1440, 0],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator('.sheet')).toHaveCount(sheets);
    await expect(settings).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(settings).toHaveCount(0);
  await expect(chip).toBeFocused();

  // The small picture, too: it says what it shows, with figures.
  await expect(strip.locator('.blocks-fill')).toHaveCount(1);
  await strip.focus();
  await expect(strip).toHaveAccessibleDescription(/what it adds against the stream .*after step 3: mixer 1 \d/);
  const filled = await strip.locator('.blocks-fill').getAttribute('height');
  await page.evaluate(() => window.unroll.train(20));
  await expect(strip).toHaveAccessibleDescription(/after step 23: mixer 1 \d/);
  await expect(strip.locator('.blocks-fill')).not.toHaveAttribute('height', filled ?? '');
});

test('on a narrow screen a press on a piece brings its explanation into view', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Contenders', exact: true }).click();
  await page.getByRole('button', { name: /^Picture of the blocks of/ }).click();
  const dialog = page.getByRole('dialog', { name: /^How a token flows through/ });
  await dialog.getByRole('button', { name: 'Logits' }).click();
  await expect(dialog.getByRole('heading', { name: 'Logits' })).toBeInViewport();
  const wider = await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(wider).toBeLessThanOrEqual(0);
});
