import { type Browser, expect } from 'playwright/test';
import { violations } from '../support/axe';
import { type Saved, saved, savedFromMenu } from '../support/download';
import { addressOf, quickRace, withTraining } from '../support/race';
import { loaded, test } from '../support/test';

test('charts and heat maps are saved as PNG and SVG, by keyboard too', async ({ page, browser }) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 4, validate_every: 2 })));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(4));
  await expect(page.getByRole('button', { name: 'Save Loss' })).toBeEnabled();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  const svg = await savedFromMenu(page, 'Save Loss', 'Picture as SVG');
  expect(svg.name).toBe('unroll-loss-moby-dick-race-step-4.svg');
  const words = await shownWords(browser, svg);
  for (const word of ['Loss', 'nats per token', 'LSTM', 'GRU', 'RNN', 'step 4 of 4', 'config ', 'step'])
    expect(words).toContain(word);

  const png = await savedFromMenu(page, 'Save Loss', 'Picture as PNG');
  expect(png.name).toBe('unroll-loss-moby-dick-race-step-4.png');
  const size = sizeOf(svg);
  expect([...png.bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2 * size.width, 2 * size.height]);

  const table = await saved(page, () => page.getByRole('button', { name: 'Results as CSV' }).click());
  const same = await savedFromMenu(page, 'Export', 'Results as CSV');
  expect(table.name).toBe('unroll-results.csv');
  expect(table.bytes.toString().split('\n')).toHaveLength(5);
  expect(same.bytes.equals(table.bytes)).toBe(true);

  await page.getByRole('button', { name: 'Save Loss' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Picture as PNG' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Save Loss' })).toBeFocused();

  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 4')).toBeVisible({ timeout: 60_000 });
  const map = page.getByRole('button', { name: /^Save .*, block 1$/ }).first();
  const title = (await map.getAttribute('aria-label')) ?? '';
  const heat = await savedFromMenu(page, title, 'Picture as SVG');
  expect(heat.name).toMatch(/^unroll-.*-lstm-moby-dick-race-step-4\.svg$/);
  expect(await shownWords(browser, heat)).toContain('LSTM');
  const bars = await savedFromMenu(page, 'Save Loss by token', 'Picture as SVG');
  expect(bars.name).toBe('unroll-loss-by-token-lstm-moby-dick-race-step-4.svg');
  const told = await shownWords(browser, bars);
  for (const word of ['Loss by token', 'nats', 'uniform', 'LSTM, Moby-Dick race, step 4 of 4', 'token'])
    expect(told).toContain(word);
  const picture = await savedFromMenu(page, title, 'Picture as PNG');
  expect([...picture.bytes.subarray(1, 4)]).toEqual([80, 78, 71]);
  await page.mouse.click(2, 2);
  expect(await violations(page)).toEqual([]);
});

/** The texts of an SVG file as a browser without script shows them. */
async function shownWords(browser: Browser, { bytes }: Saved): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`data:image/svg+xml;base64,${bytes.toString('base64')}`);
  await expect(page.locator('parsererror')).toHaveCount(0);
  const texts = await page.locator('svg text').allTextContents();
  await context.close();
  return texts.join(' | ');
}

function sizeOf({ bytes }: Saved): { width: number; height: number } {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(bytes.toString()) ?? [];
  return { width: Number(width), height: Number(height) };
}
