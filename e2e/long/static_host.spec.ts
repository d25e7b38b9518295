import { expect, type Page } from 'playwright/test';
import { addressOf, loneRace, withTraining } from '../support/race';
import { serveBuild } from '../support/static_host';
import { fewestSteps, loaded, test } from '../support/test';

test('a host that sends no headers gives the page one thread, and the race trains', async ({ page }) => {
  const { origin, close } = await serveBuild('/', false);
  try {
    await page.goto(`${origin}${addressOf(withTraining(loneRace, { steps: 2 }))}`);
    await loaded(page);
    expect(await page.evaluate(() => window.unroll.ready)).toMatchObject({ backend: 'wasm', threads: 1 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(2);
  } finally {
    await close();
  }
});

test('the build works in a folder of a static host that reads _headers', async ({ page }) => {
  const { origin, close } = await serveBuild('/a/b/', true);
  try {
    await page.goto(`${origin}/a/b/`);
    await openEverything(page);
    await page.goto(`${origin}/a/b${addressOf(withTraining(loneRace, { steps: 1 }))}`);
    await loaded(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(1);
  } finally {
    await close();
  }
});

/** Opens the parts that load late, and every kind of control that a library draws. */
async function openEverything(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  // The page behind a dialog does not scroll. So the library's styles work, although it may not add a style element.
  await expect(page.locator('body')).toHaveCSS('overflow', 'hidden');
  await page.keyboard.press('Escape');
  await expect(page.locator('body')).not.toHaveCSS('overflow', 'hidden');
  await page.getByRole('button', { name: 'Add contender' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const tab of ['Inspect', 'Experiments', 'Race']) {
    await page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name: tab }).click();
    await expect(page.locator(`main.${tab.toLowerCase()}`)).not.toContainText(/Loading …|could not be loaded/);
  }
}
