import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { kept } from './support/kept';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

const race = withTraining(
  { ...quickRace, contenders: quickRace.contenders.slice(0, 2) },
  { steps: 20, validate_every: 5 },
);

test('a race that another tab renames is exported under that name', async ({ page, context }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(8));
  await kept(page);
  const other = await context.newPage();
  await other.goto(addressOf(race, '?backend=wasm&threads=1'));
  await other.getByRole('button', { name: 'Runs', exact: true }).click();
  await other.getByRole('button', { name: 'Actions for Moby-Dick race' }).click();
  await other.getByRole('menuitem', { name: 'Name and notes …' }).press('Enter');
  await other.getByLabel('Name', { exact: true }).fill('Slower');
  await other.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Actions for Slower' })).toBeFocused();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Run/ }).click();
  expect((await download).suggestedFilename()).toBe('slower-step-8.unroll');
});

test('a kept run stands behind the race that trains, until it is taken away', async ({ page }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train());
  await kept(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Actions for Moby-Dick race' }).click();
  await page.getByRole('menuitem', { name: /^Show behind the race/ }).press('Enter');
  const loss = page.locator('.chart .live-plot-canvas').first();
  await expect(loss).not.toHaveAttribute('data-lines', '0');
  const alone = Number(await loss.getAttribute('data-lines'));
  await page.evaluate(() => window.unroll.load({ ...window.unroll.config() }));
  await page.evaluate(() => window.unroll.train(6));
  await expect(loss).toHaveAttribute('data-lines', String(alone));
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Behind: Moby-Dick race' }).first().click();
  await expect(page.getByRole('button', { name: 'Behind: Moby-Dick race' })).toHaveCount(0);
  await expect(loss).toHaveAttribute('data-lines', String(alone - 2));
});

test('a race that the browser refuses to keep is not replaced by a kept run before the visitor agrees', async ({
  page,
}) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(8));
  await kept(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await page.evaluate(() => window.unroll.load({ ...window.unroll.config() }));
  await page.evaluate(() => window.unroll.train(12));
  await expect(page.getByText('not kept', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Moby-Dick race', exact: true }).click();
  await expect(page.getByText('Open Moby-Dick race?')).toBeVisible();
  expect(await page.evaluate(() => window.unroll.runs().map(({ step }) => step))).toEqual([12, 12]);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect.poll(() => page.evaluate(() => window.unroll.runs().map(({ step }) => step))).toEqual([8, 8]);
});
