import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { test } from './support/test';

const race = withTraining(
  { ...quickRace, contenders: quickRace.contenders.slice(0, 2) },
  { steps: 6, validate_every: 3, validation_batches: 1 },
);

test('three seeds of each contender race: means with their spread, single lines, samples and Inspect of a chosen seed', async ({
  page,
}) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await page.evaluate(() => window.unroll.ready);
  const training = page.getByRole('region', { name: 'Training' });
  await training.getByText('More settings').click();
  await training.getByRole('textbox', { name: 'Seeds' }).fill('3');
  const card = page.getByRole('article').first();
  await card.getByText('Own settings').click();
  await card.getByRole('textbox', { name: 'Learning rate' }).fill('0.001');
  await page.keyboard.press('Tab');
  const config = await page.evaluate(() => window.unroll.config());
  expect(config.training.seeds).toBe(3);
  expect(config.contenders.map(({ training: own }) => own)).toEqual([{ lr: 0.001 }, undefined]);

  const runs = await page.evaluate(async () => {
    await window.unroll.load(window.unroll.config());
    return window.unroll.train();
  });
  expect(runs.map(({ name, contender, seed, step }) => [name, contender, seed, step])).toEqual([
    ['LSTM', 0, 1, 6],
    ['LSTM', 0, 2, 6],
    ['LSTM', 0, 3, 6],
    ['GRU', 1, 1, 6],
    ['GRU', 1, 2, 6],
    ['GRU', 1, 3, 6],
  ]);
  const row = page.getByRole('row', { name: /LSTM/ });
  await expect(row).toContainText('3 seeds');
  await expect(row).toContainText(/\d\.\d\d± 0\.\d+/);

  const chart = page.getByRole('region', { name: /^Loss/ });
  const plot = chart.locator('.live-plot-canvas');
  await expect(plot).toHaveAttribute('data-lines', '4');
  await chart.getByRole('button', { name: 'Line of LSTM' }).focus();
  await expect(plot, 'the lines of its three seeds').toHaveAttribute('data-lines', '7');
  await chart.getByRole('button', { name: 'Options of Loss' }).click();
  await page.getByRole('switch', { name: 'A line for each seed' }).click();
  await page.getByRole('combobox', { name: 'Band' }).click();
  await page.getByRole('option', { name: 'Std. error' }).click();
  // The first closes the choices, the second the sentence about the button that has the focus again.
  for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
  await expect(plot, 'the lines of all seeds').toHaveAttribute('data-lines', '10');
  await expect(chart.locator('.legend')).toContainText(/± 0\.\d+/);

  const refusal = page.evaluate(() =>
    window.unroll.sample({ tokens: 8, ofSeed: 3 }).catch((error: Error) => error.message),
  );
  expect(await refusal).toBe('sample: ofSeed is 3, but the race has seeds 0 to 2.');
  const sampled = await page.evaluate(() => window.unroll.sample({ tokens: 8, ofSeed: 2 }));
  expect(sampled.map(({ name, seed }) => [name, seed])).toEqual([
    ['LSTM', 3],
    ['GRU', 3],
  ]);
  expect(sampled[0]?.text).toHaveLength(8);
  await expect(page.locator('.lanes')).toContainText('seed 3');
  expect(await violations(page)).toEqual([]);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Inspect' }).click();
  await page.getByLabel('Seed to look into').click();
  await page.getByRole('option', { name: 'seed 2' }).click();
  await expect(page.getByText('as of step 6')).toBeVisible();
  expect(await page.evaluate(() => window.unroll.inspect({ contender: 'GRU', ofSeed: 1 }))).toMatchObject({ seed: 2 });
});
