import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, loneRace } from './support/race';
import { loaded, test } from './support/test';

const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
test('invalid calls of scripts are refused before anything changes', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await expect(page.evaluate(() => window.unroll.experiment('alchemy'))).rejects.toThrow(/training_cost/);
  await expect(page.evaluate(() => window.unroll.experiment('scaling', { batch: 0 }))).rejects.toThrow(/batch/);
  await expect(page.getByRole('article', { name: 'Scaling' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Race', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('a sweep takes the race’s contenders, settings by keyboard, and frames the best cell of each', async ({
  page,
}) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('button', { name: /^Sweep/ }).click();
  await page.getByRole('button', { name: 'Take the race’s task and contenders' }).click();
  await page.getByLabel('Steps', { exact: true }).fill('3');
  const values = page.getByLabel('Across: values of learning rate, with commas between them');
  await values.fill('0.01, much');
  await expect(page.getByRole('alert')).toHaveText(
    /^Enter numbers from .* with commas between them\. Until then 0\.0003, .* are used\.$/,
  );
  await values.fill('0.001, 0.01');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove width D' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Run', exact: true }).press('Enter');
  const heat = page.getByRole('table', { name: /^Validation loss in nats.*: a column for each learning rate/ });
  await expect(heat.getByRole('cell', { name: /^\d\.\d{3} \(the best\)$/ })).toHaveCount(1);
  await expect(heat.getByRole('columnheader')).toHaveText(['learning rate', '0.001', '0.01']);
  await expect(page.getByText(/ is best at learning rate 0\.0/)).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
});

test('further families are offered unticked, and one is taken by keyboard', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('button', { name: /^Length generalisation/ }).click();
  const mamba2 = page.getByRole('checkbox', { name: 'Mamba-2', exact: true });
  await expect(mamba2).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Mamba', exact: true })).toBeChecked();
  await mamba2.press('Space');
  await expect(mamba2).toBeChecked();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'All defaults' }).press('Enter');
  await expect(mamba2).not.toBeChecked();
});

test('a signal is drawn by keys and by pointer, and states rebuild it', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('button', { name: /^HiPPO/ }).click();
  await page.getByRole('combobox', { name: 'Signal', exact: true }).press('Enter');
  await page.getByRole('option', { name: 'Drawn' }).press('Enter');
  await expect(page.getByLabel('Signals', { exact: true })).toHaveCount(0);
  const pad = page.getByRole('slider', { name: 'Drawn signal' });
  await pad.press('End');
  await pad.press('ArrowUp');
  await expect(pad).toHaveAttribute('aria-valuetext', 'point 25 of 25: 0.1');
  await pad.click({ position: { x: 2, y: 20 } });
  await expect(pad).toHaveAttribute('aria-valuetext', /^point 1 of 25: 0\.\d+$/);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText(/^LegS with 64 numbers rebuilds the signal with an error of /)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/signal: drawn · length of the signal 1,024 samples/)).toBeVisible();
});

test('the map of memories names its points, and each opens its race, by keyboard or by pointer', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  const params = { steps: 2, batch: 2, step_tokens: 32, samples: 3, contenders: [lstm, attention] };
  await page.evaluate(own => window.unroll.experiment('map_of_memories', own), params);
  const recall = page.getByRole('region', { name: 'What it recalls, over what it carries' });
  expect(await violations(page)).toEqual([]);
  await recall.getByRole('button', { name: 'Line of LSTM' }).click();
  await expect(recall.locator('.point')).toHaveCount(1);
  await recall.getByRole('slider').press('End');
  await expect(recall.locator('.readout')).toContainText(/^State .*Attention/);
  await recall.getByRole('slider').press('+');
  await expect(recall.getByRole('button', { name: /^Show all, not only state/ })).toBeVisible();
  await recall.getByRole('slider').press('0');
  await recall.getByRole('button', { name: 'Show all lines' }).click();
  await recall.getByRole('button', { name: 'Open a race' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: /^LSTM ?recall .* %, state .* B/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Race', exact: true })).toHaveAttribute('aria-current', 'page');
  expect(await page.evaluate(() => window.unroll.config())).toMatchObject({
    task: { name: 'associative_recall', pairs: 8 },
    contenders: [{ name: 'LSTM', d_model: 8 }],
    training: { steps: 2 },
  });

  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  const tracking = page.getByRole('region', { name: /^What it tracks beyond/ });
  await tracking.locator('.point').filter({ hasText: 'Attention' }).click();
  expect(await page.evaluate(() => window.unroll.config())).toMatchObject({
    task: { name: 'parity', length: 16 },
    contenders: [{ name: 'Attention' }],
  });
});
