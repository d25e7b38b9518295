import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { saved } from '../support/download';
import { dropFile } from '../support/drop';
import { addressOf, quickRace, withTraining } from '../support/race';
import { loaded, test } from '../support/test';

const race = withTraining(quickRace, { steps: 6, validate_every: 2 });

test('a result is shared as a link and as a file, opens to be looked at, and its race trains on request', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(6));
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Share result …' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share result' });
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#resultz=');
  const file = await saved(page, () => dialog.getByRole('button', { name: 'Save file' }).click());
  expect(file.name).toBe('moby-dick-race-step-6.unroll-result');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link.replace(/(\?.*)?#/, '?embed#'));
  await expect(page.getByRole('heading', { name: 'Moby-Dick race, step 6' })).toBeVisible();
  await expect(page.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '6');
  await page.goto('about:blank');
  await page.goto(link);
  await expectResult(page);
  expect(await violations(page)).toEqual([]);
  await page.locator('.share').click();
  await expect(page.locator('.share')).toHaveText('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText().then(text => text.split('#')[1]))).toBe(
    link.split('#')[1],
  );
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await expectResult(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('region', { name: 'Shared result' })).toHaveCount(0);
  expect(await page.evaluate(() => location.hash)).not.toContain('resultz');

  expect(await dropFile(page, file.name, file.bytes)).toBe(true);
  await expectResult(page);
  await page.getByRole('button', { name: 'Train it yourself' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Race controls' })).toBeVisible();
  expect(await page.evaluate(() => window.unroll.config())).toEqual(race);
  await expect.poll(() => page.evaluate(() => window.unroll.runs()[0]?.step), { timeout: 60_000 }).toBe(6);
});

test('a damaged result is told in words and changes nothing', async ({ page }) => {
  await page.goto('/#resultz=AAAA');
  await expect(page.getByRole('status').filter({ hasText: 'This link could not be read.' })).toContainText('damaged');
  expect(await dropFile(page, 'x.unroll-result', Buffer.from('{"version":2}'))).toBe(true);
  await expect(page.getByText('It has version 2; this page knows version 1.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Race controls' })).toBeVisible();
});

async function expectResult(page: Page): Promise<void> {
  const head = page.getByRole('region', { name: 'Shared result' });
  await expect(head).toContainText('Step 6 of 6, measured on CPU, 1 thread');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(4);
  await expect(page.locator('.shared-chart .live-plot-canvas')).toHaveAttribute('data-lines', '6');
}
