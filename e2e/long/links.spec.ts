import { expect, type Page } from 'playwright/test';
import { presets } from '../../src/lab/config/presets';
import { violations } from '../support/axe';
import { test } from '../support/test';

const parity = presets.find(({ name }) => name === 'two-windows') ?? presets[0];

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

test('Copy link copies what the page shows, and the link opens it: a preset, Inspect, an experiment with its settings, a step', async ({
  page,
}) => {
  await page.goto(`/#preset=${parity.name}`);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText(parity.title);
  expect(await copied(page)).toMatch(new RegExp(`#preset=${parity.name}$`));
  await page.getByRole('textbox', { name: 'Batch · sequences' }).fill('7');
  expect(await copied(page)).toContain('#racez=');

  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  const inspect = await copied(page);
  await openAnew(page, inspect);
  await expect(page.getByRole('button', { name: 'Inspect', exact: true })).toHaveAttribute('aria-current', 'page');
  expect(await page.evaluate(() => window.unroll.config().training.batch)).toBe(7);

  await page.getByText('My own text', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Text to read' }).fill('0110');
  await page.locator('.contender-picker').getByRole('radio').nth(1).click();
  await openAnew(page, await copied(page));
  await expect(page.getByRole('textbox', { name: 'Text to read' })).toHaveValue('0110');
  await expect(page.locator('.contender-picker').getByRole('radio').nth(1)).toBeChecked();

  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('button', { name: /^Training cost/ }).click();
  const setting = page.getByRole('article', { name: 'Training cost' }).getByRole('combobox').first();
  await setting.press('Enter');
  await page.getByRole('option').first().press('Enter');
  const chosen = await setting.textContent();
  const experiment = await copied(page);
  expect(experiment).toContain('#experimentz=');
  await openAnew(page, experiment);
  await expect(setting).toHaveText(chosen ?? '');

  await page.getByRole('button', { name: 'The argument', exact: true }).click();
  const card = page.getByRole('region', { name: 'The argument' });
  await card.getByRole('button', { name: 'Next' }).click();
  await card.getByRole('button', { name: 'Copy a link to this step' }).press('Enter');
  await expect(card.getByText('Link copied')).toBeAttached();
  const step = await page.evaluate(() => navigator.clipboard.readText());
  expect(step).toMatch(/#step=convolution$/);
  expect(await violations(page)).toEqual([]);
  await openAnew(page, step);
  await expect(page.getByRole('heading', { name: 'The argument 2 of 13' })).toBeVisible();
});

for (const [hash, reason] of [
  ['#preset=gone', "There is no preset 'gone'; there are first-minute"],
  ['#experiment=alchemy', "there is no experiment 'alchemy'"],
  ['#step=gone', "The argument has no step 'gone'"],
  ['#workspace=attic', "There is no workspace 'attic'"],
  ['#runz=AAAA', 'It may be of a later version'],
] as const) {
  test(`${hash} is told in words, and the page starts with its defaults`, async ({ page }) => {
    await page.goto(`/${hash}`);
    const notice = page.getByRole('status').filter({ hasText: 'This link could not be read.' });
    await expect(notice).toContainText(reason, { ignoreCase: true });
    expect(await page.evaluate(() => window.unroll.config())).toEqual(presets[0].config);
    await notice.getByRole('button', { name: 'Discard' }).click();
    expect(await page.evaluate(() => location.hash)).not.toBe(hash);
  });
}

/** Presses Copy link. Returns what it copied. */
async function copied(page: Page): Promise<string> {
  // The settings reach the link when the field has taken them.
  await page.waitForTimeout(300);
  const button = page.locator('.share');
  await button.click();
  await expect(button).toHaveText('Link copied');
  await expect(button).toHaveText('Copy link');
  return await page.evaluate(() => navigator.clipboard.readText());
}

/** Opens a link as another visitor does. */
async function openAnew(page: Page, link: string): Promise<void> {
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link);
}
