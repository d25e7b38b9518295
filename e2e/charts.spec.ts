import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { savedFromMenu } from './support/download';
import { addressOf, quickRace, withTraining } from './support/race';
import { test } from './support/test';

const race = withTraining(quickRace, { steps: 40, validate_every: 4, validation_batches: 1 });

test('charts are worked with by keyboard: zoom, quantity, smoothing, ends, lines, full screen, and what is saved', async ({
  page,
}) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await page.evaluate(() => window.unroll.ready);
  await page.evaluate(() => window.unroll.train());
  const loss = page.locator('.loss-chart');
  const second = page.locator('.score-chart');
  const slider = page.getByRole('slider', { name: 'Loss against step' });

  await expect(slider).toHaveAttribute('aria-valuemax', '40');
  await slider.focus();
  await page.keyboard.press('+');
  const all = loss.getByRole('button', { name: 'Show all, not only 20 to 40 steps' });
  await expect(all, 'plus shows the later half').toBeVisible();
  await expect(second.getByRole('button', { name: /^Show all, not only/ }), 'of all charts of the race').toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Shows 20 to 40 steps.' })).toBeAttached();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuemin', '15');
  await page.keyboard.press('ArrowRight');
  await expect(slider, 'the crosshair begins at the last shown point').toHaveAttribute('aria-valuenow', '35');
  await expect(page.locator('.plot-readout'), 'it is in both charts').toHaveCount(2);
  await expect(slider).toHaveAttribute('aria-valuetext', /^Step 35\. LSTM: /);

  await loss.getByRole('button', { name: 'Options of Loss' }).press('Enter');
  const options = page.getByRole('dialog', { name: 'Options of Loss' });
  await options.getByRole('slider', { name: /Smoothing/ }).press('ArrowRight');
  await options.getByRole('slider', { name: /Smoothing/ }).press('ArrowRight');
  await expect(options.getByText('half-life 5 steps')).toBeVisible();
  await options.getByRole('switch', { name: 'Logarithmic x' }).press('Space');
  await options.getByRole('textbox', { name: 'Ends of y, from' }).fill('9');
  await options.getByRole('textbox', { name: 'Ends of y, to' }).fill('1');
  await expect(options.getByText('The first end must be less than the second.')).toBeVisible();
  await options.getByRole('textbox', { name: 'Ends of y, from' }).fill('0.5');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  // Training and validation, each as measured and smoothed.
  await expect(loss.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '12');

  const line = loss.getByRole('button', { name: 'Line of GRU' });
  await expect(line).toHaveAttribute('aria-pressed', 'true');
  await line.press('Enter');
  await expect(line).toHaveAttribute('aria-pressed', 'false');
  await expect(loss.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '8');
  await expect(second.getByRole('button', { name: 'Line of GRU' })).toHaveAttribute('aria-pressed', 'false');
  await loss.getByRole('button', { name: 'Line of RNN' }).press('Alt+Enter');
  await expect(loss.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '4');

  const csv = (await savedFromMenu(page, 'Save Loss', 'Data as CSV')).bytes.toString();
  const [header, ...rows] = csv.trimEnd().split('\n');
  expect(header).toMatch(/,validation,loss,validation_half_life_5,loss_half_life_5$/);
  expect(rows.map(row => row.split(',').slice(0, 3).join(' ')).filter((_, i) => i % 20 === 0)).toEqual([
    'RNN 1 15',
    'RNN 1 35',
  ]);
  const svg = (await savedFromMenu(page, 'Save Loss', 'Picture as SVG')).bytes.toString();
  for (const words of ['only 15 to 35 steps', 'smoothed, half-life 5 steps', 'without LSTM, GRU'])
    expect(svg.replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain(words);

  await loss.getByRole('button', { name: 'Loss in full screen' }).press('Enter');
  const full = page.getByRole('dialog', { name: 'Loss' });
  await expect(full.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '4');
  await full.getByRole('button', { name: 'Show all lines' }).press('Enter');
  await expect(full.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '12');
  expect(await violations(page)).toEqual([]);
  await full.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(full).toHaveCount(0);
  await expect(loss.getByRole('button', { name: 'Loss in full screen' })).toBeFocused();

  await all.or(loss.getByRole('button', { name: /^Show all, not only/ })).press('Enter');
  await expect(second.getByRole('button', { name: /^Show all, not only/ })).toHaveCount(0);
  await second.getByRole('button', { name: 'Options of Accuracy' }).press('Enter');
  await page.getByRole('combobox', { name: 'Quantity' }).press('Enter');
  for (const name of [
    'Loss',
    'Training loss',
    'Bits per character',
    'Perplexity',
    'Accuracy',
    'Gradient norm',
    'Training speed',
    'Memory',
  ])
    await expect(page.getByRole('option', { name: new RegExp(`^${name}`) })).toBeVisible();
  await page.getByRole('option', { name: 'Memory' }).press('Enter');
  await expect(page.getByRole('region', { name: /^Memory bytes to train with/ }).locator('.legend')).toContainText(
    'KiB',
  );

  await page.waitForFunction(() => localStorage.getItem('unroll')?.includes('"metric":"memory"'));
  await page.reload();
  await expect(page.getByRole('region', { name: /^Memory/ }), 'choices are kept').toBeVisible();
});

test('a drag selects a part of x, a double click shows all, and so do two fingers', async ({ page }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await page.evaluate(() => window.unroll.ready);
  await page.evaluate(() => window.unroll.train());
  const slider = page.getByRole('slider', { name: 'Loss against step' });
  await expect(slider).toHaveAttribute('aria-valuemax', '40');
  const { x, y, width, height } = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuemin'))).toBeGreaterThan(10);
  expect(Number(await slider.getAttribute('aria-valuemax'))).toBeLessThan(30);
  await slider.dblclick();
  await expect(slider).toHaveAttribute('aria-valuemin', '0');

  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number | null) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        apart === null ? [] : [-1, 1].map((side, id) => ({ x: x + width / 2 + side * apart, y: y + height / 2, id })),
    });
  await touch('touchStart', width * 0.1);
  await touch('touchMove', width * 0.15);
  await touch('touchMove', width * 0.2);
  await touch('touchEnd', null);
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuemin'))).toBeGreaterThan(5);
  expect(Number(await slider.getAttribute('aria-valuemax'))).toBeLessThan(35);
});
