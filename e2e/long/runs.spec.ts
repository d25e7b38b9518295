import { readFile } from 'node:fs/promises';
import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { kept } from '../support/kept';
import { addressOf, quickRace, withTraining } from '../support/race';
import { loaded, test } from '../support/test';

const race = withTraining(
  { ...quickRace, contenders: quickRace.contenders.slice(0, 2) },
  { steps: 20, validate_every: 5 },
);

test('kept runs are compared, renamed, found, deleted, brought back, taken away, and opened', async ({ page }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(8));
  await kept(page);
  await page.evaluate(async () => {
    const config = window.unroll.config();
    await window.unroll.load({ ...config, training: { ...config.training, lr: 0.005 } });
    await window.unroll.train();
  });
  await kept(page);
  await page.evaluate(() =>
    window.unroll.experiment('training_cost', { shortest: 4, longest: 8, tokens: 16, samples: 3 }),
  );
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const table = page.getByRole('region', { name: 'Kept runs' });
  await expect(table.getByRole('row')).toHaveCount(4);

  const compare = table.getByRole('checkbox', { name: 'Compare Moby-Dick race' });
  await compare.nth(0).check();
  await compare.nth(1).check();
  await expect(page.locator('.runs-overlay .live-plot-canvas')).toHaveAttribute('data-lines', '4');
  await page.getByRole('button', { name: /^Options of/ }).click();
  await page.getByRole('switch', { name: 'Logarithmic y' }).click();
  // The first closes the choices, the second the sentence about the button that has the focus again.
  for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
  await expect(page.locator('.runs-overlay .live-plot-canvas')).toHaveAttribute('data-lines', '4');
  const settings = page.getByRole('region', { name: /^Settings that differ/ });
  await expect(settings.getByRole('row', { name: /^training\.lr/ })).toContainText('0.005');
  await expect(settings.getByRole('row')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);

  await table.getByRole('button', { name: 'Actions for Moby-Dick race' }).nth(0).click();
  await page.getByRole('menuitem', { name: 'Name and notes …' }).press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Slower');
  await page.getByLabel('Notes', { exact: true }).fill('a quarter of the rate');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(table.getByRole('button', { name: 'Actions for Slower' })).toBeFocused();
  const byName = table.getByRole('button', { name: /^Name/ });
  await byName.press('Enter');
  await expect(byName).toBeFocused();
  await expect(table.getByRole('button', { name: 'Slower', exact: true })).toBeVisible();
  await page.getByLabel(/^Search runs/).fill('quarter');
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByLabel(/^Search runs/).fill('');

  await table.getByRole('button', { name: 'Actions for Moby-Dick race' }).click();
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(table.getByRole('row')).toHaveCount(4);

  await table.getByRole('button', { name: 'Actions for Moby-Dick race' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download (.unroll)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('moby-dick-race-step-8.unroll');
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');

  // The run that stopped at step 8 goes on from there, as itself.
  await table.getByRole('button', { name: 'Moby-Dick race', exact: true }).click();
  await expect.poll(() => page.evaluate(() => window.unroll.runs().map(({ step }) => step))).toEqual([8, 8]);
  await loaded(page);
  await page.evaluate(() => window.unroll.train());
  await kept(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(table.getByRole('row')).toHaveCount(4);
  await table.getByRole('button', { name: 'Training cost', exact: true }).click();
  await expect(page.getByRole('article', { name: 'Training cost' })).toBeVisible();
});
