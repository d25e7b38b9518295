import { expect, type Locator, type Page } from 'playwright/test';
import { addressOf, loneRace } from '../support/race';
import { loaded, test } from '../support/test';

/** From one layout to the other, and back, twice. */
async function crossing(page: Page, look: (small: boolean) => Promise<void>): Promise<void> {
  for (const width of [390, 1440, 390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator('.app.by-hand')).toHaveCount(width === 390 ? 1 : 0);
    await look(width === 390);
  }
}

const sheetOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true });

test('a text that is not applied yet, open settings, and menus stay as the window crosses', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  const card = page.getByRole('article').first();
  await card.getByText('Own settings').click();
  await card.getByRole('textbox', { name: 'Learning rate' }).fill('fast');
  await card.getByRole('textbox', { name: /^Name of/ }).fill('');
  await card.getByText('As text').click();
  const text = card.getByRole('textbox', { name: /as text$/ });
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('x');
  const fault = card.getByText(/The contender stays as it was until this is mended/);
  await expect(fault).toBeVisible();
  await crossing(page, async small => {
    await expect(sheetOf(page, 'Contenders')).toHaveCount(small ? 1 : 0);
    await expect(text).toBeFocused();
    await expect(fault).toBeVisible();
    await expect(card.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('fast');
    await expect(card.getByText('Enter a number', { exact: false })).toBeVisible();
    await expect(card.getByRole('textbox', { name: /^Name of/ })).toHaveAccessibleDescription(/name/);
  });
  // The cursor stands where it stood, and undo goes back behind the crossing.
  await page.keyboard.type('y');
  await expect(text).toHaveText(/xy$/);
  for (const _ of 'xy') await page.keyboard.press('Control+z');
  await expect(fault).toHaveCount(0);

  // What is open only, without the focus, opens no sheet.
  await page.getByRole('button', { name: 'Step', exact: true }).focus();
  await crossing(page, async small => {
    await expect(page.getByRole('dialog')).toHaveCount(0);
    if (!small) await expect(card.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('fast');
  });

  for (const name of ['Add contender', /^Add a block to/]) {
    await page.getByRole('button', { name }).press('Enter');
    const items = page.getByRole('menuitem', { name: /^Mamba/ }).first();
    await crossing(page, async () => expect(items).toBeVisible());
    await page.keyboard.press('Escape');
    await expect(items).toHaveCount(0);
    await expect(page.getByRole('button', { name })).toBeFocused();
  }
});

test('a chart in full screen stays there as the window crosses, and its options with it', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  const opener = page.getByRole('button', { name: 'State carried in full screen' });
  await opener.press('Enter');
  const full = page.getByRole('dialog', { name: 'State carried', exact: true });
  await full.getByRole('button', { name: 'Options of State carried' }).press('Enter');
  expect(await page.evaluate(() => document.fullscreenElement !== null), 'the browser gives the screen').toBe(true);
  const from = page.getByRole('textbox', { name: 'Ends of y, from' });
  await from.fill('9');
  await crossing(page, async () => {
    await expect(full.locator('.live-plot-canvas')).toBeVisible();
    await expect(from).toHaveValue('9');
  });
  for (const closed of [from, full]) {
    await page.keyboard.press('Escape');
    await expect(closed).toHaveCount(0);
  }
  await expect(opener).toBeFocused();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true);
  await page.setViewportSize({ width: 390, height: 900 });
  await expect(page.locator('.app.by-hand')).toHaveCount(1);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('what a large screen does not show beside another workspace does not open by itself later', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Samples', exact: true }).click();
  await page.getByRole('button', { name: /tokens, T/ }).click();
  const settings = page.getByRole('dialog', { name: 'How to sample' });
  await expect(settings).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.waitForTimeout(1500);
  await page.getByRole('button', { name: 'Race', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible();
  await page.waitForTimeout(300);
  await expect(settings).toHaveCount(0);
});
