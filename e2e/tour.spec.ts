import { expect, type Page } from 'playwright/test';
import { presets } from '../src/lab/config/presets';
import { byName } from '../src/ui/tour/evidence';
import { steps as claims } from '../src/ui/tour/steps';
import { targets } from '../src/ui/tour/targets';
import { violations } from './support/axe';
import { Hand } from './support/hand';
import { addressOf, loneRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

const mine = withTraining(loneRace, { steps: 100_000 });

test('the tour by keyboard alone: open, go through, fold, close, and continue at the same step; axe finds no fault', async ({
  page,
}) => {
  await page.goto(addressOf(mine));
  await loaded(page);
  await expect(card(page)).toHaveCount(0);
  await opener(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The argument 1 of 13' })).toBeFocused();

  await new Hand(page).reach(card(page).getByRole('button', { name: 'Next' }));
  for (const [index, { title, citations, found }] of claims.entries()) {
    await expect(card(page).getByRole('heading', { name: title })).toBeVisible();
    await expect(card(page).getByRole('status')).toHaveText(`Step ${index + 1} of ${claims.length}: ${title}`);
    for (const { arxiv } of citations) {
      if (arxiv !== null) await expect(card(page).getByRole('link', { name: `arXiv:${arxiv}` })).toBeVisible();
    }
    await expect(card(page).getByText(found.text(byName(found.evidence)), { exact: true })).toBeVisible();
    for (const { stale } of found.evidence)
      if (stale !== null) await expect(card(page).getByText(`${stale} We will run this again.`)).toBeVisible();
    if (index < claims.length - 1) await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Shift+Tab');
  await expect(card(page).getByRole('button', { name: 'Back' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The argument 12 of 13' })).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
  await expect(opener(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The argument 12 of 13' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await card(page).getByRole('button', { name: 'Fold to one line' }).press('Enter');
  await expect(card(page).getByRole('button', { name: 'Next' })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await card(page).getByRole('button', { name: 'Unfold the step' }).press('Enter');
  await expect(card(page).getByRole('button', { name: 'Next' })).toBeVisible();
});

test('a step names the race that it replaces before it starts its own, and my race comes back', async ({ page }) => {
  await page.goto(addressOf(mine));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 90_000 }).toBeGreaterThan(0);
  await opener(page).click();
  await card(page).getByRole('button', { name: 'Next' }).click();
  await expect(card(page).getByText(/^Training replaces the race on the page, now at step \d/)).toBeVisible();

  await card(page).getByRole('button', { name: 'Train both' }).click();
  const windows = presets.find(preset => preset.name === 'two-windows');
  expect(await page.evaluate(() => window.unroll.config())).toEqual(windows?.config);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText('Two windows');
  await expect.poll(() => fewestSteps(page), { timeout: 120_000 }).toBeGreaterThan(0);
  await expect(card(page).getByText(/^Training replaces/)).toHaveCount(0);

  await card(page).getByRole('button', { name: 'Show me' }).first().click();
  await expect(page.locator(targets.accuracy.selector)).toHaveAttribute('data-pointed-at', '');
  await expect(page.locator('[data-pointed-at]')).toHaveCount(0);

  await card(page).getByRole('button', { name: 'Back to my race' }).click();
  expect(await page.evaluate(() => window.unroll.config())).toEqual(mine);
  await expect(card(page).getByRole('button', { name: 'Back to my race' })).toHaveCount(0);
  await loaded(page);
});

function opener(page: Page) {
  return page.getByRole('button', { name: 'The argument', exact: true });
}

function card(page: Page) {
  return page.getByRole('region', { name: 'The argument' });
}
