import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { saved } from '../support/download';
import { addressOf, loneRace } from '../support/race';
import { loaded, test } from '../support/test';

test('any tensor is found by its name with the keyboard, seen, and saved; scripts get the same', async ({ page }) => {
  await page.goto(addressOf(loneRace, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(2));
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 2')).toBeVisible();
  await page.getByRole('button', { name: 'Show the tensors' }).press('Enter');
  const search = page.getByRole('combobox', { name: 'Name of the tensor' });
  await expect(page.getByText(/\d+ tensors\. Names are as in/)).toBeVisible();
  await search.fill('norm_f weight');
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search).toHaveValue('backbone.norm_f.weight.grad');
  await expect(page.locator('.tensor-facts')).toContainText('gradient');
  await search.fill('mixer.cells');
  await page.keyboard.press('Enter');
  await expect(page.locator('.tensor-facts')).toContainText('1 × 32 × 32 (sequence, token, channel)');
  await expect(page.getByText('32 rows: token; 32 columns: channel')).toBeVisible();
  await page.locator('.tensor-facts .recharts-surface').hover();
  await expect(page.locator('.tensor-facts .readout')).toHaveText(/^-?\d\S* to -?\d\S* ?numbers? ?\d+$/);
  expect(await violations(page)).toEqual([]);

  const found = await page.evaluate(async () => {
    const { tensors } = await window.unroll.tensors();
    const { tensor, step } = await window.unroll.tensor('backbone.layers.0.mixer.cells');
    const { flow } = await window.unroll.flow({ contender: 'LSTM' });
    const refused = await window.unroll.tensor('nobody').catch(String);
    const last = await window.unroll.tensor('backbone.layers.0.state.c');
    return {
      names: tensors.length,
      step,
      cells: [...tensor.values],
      carried: [...last.tensor.values],
      layers: flow.layers.length,
      refused,
    };
  });
  expect(found.names).toBeGreaterThanOrEqual(30);
  expect([found.step, found.layers]).toEqual([2, 1]);
  expect(found.refused).toContain("There is no tensor 'nobody'.");
  // What is carried after the last token is the last row of the cells.
  for (const [i, value] of found.carried.entries())
    expect(value).toBeCloseTo(found.cells[31 * 32 + i] ?? Number.NaN, 5);

  const file = await saved(page, async () => {
    await page.locator('.tensor-probe').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('menuitem', { name: /Save as .npy/ }).click();
  });
  expect(file.name).toBe('backbone-layers-0-mixer-cells.npy');
  expect(file.bytes.subarray(1, 6).toString()).toBe('NUMPY');
  expect(file.bytes.length).toBe(128 + 4 * 32 * 32);
});
