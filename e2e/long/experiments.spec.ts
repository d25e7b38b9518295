import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { addressOf, loneRace, withTraining } from '../support/race';
import { fewestSteps, loaded, test } from '../support/test';

const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
const tiny = { shortest: 4, longest: 16, tokens: 16, samples: 3, contenders: [lstm, attention] };
const endless = {
  shortest: 4,
  longest: 2 ** 16,
  tokens: 2 ** 12,
  samples: 101,
  seconds: 3600,
  contenders: [lstm, attention],
};

test('an experiment pauses the race, is cancelled with its rows kept, and training ends the next', async ({ page }) => {
  await page.goto(addressOf(withTraining(loneRace, { steps: 100_000 })));
  await loaded(page);
  await page.evaluate(() => void window.unroll.train());
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(0);

  const cancelled = result(page, endless);
  const article = page.getByRole('article', { name: 'Training cost' });
  const rows = article.getByRole('region', { name: 'Training cost: all rows' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible({ timeout: 120_000 });
  expect(await page.evaluate(() => window.unroll.runs()[0]?.status)).toBe('paused');
  await article.getByRole('button', { name: 'Cancel' }).click();
  await expect(article.getByText(/^cancelled at \d.* kept$/)).toBeVisible({ timeout: 60_000 });
  const { ended, rows: kept } = await cancelled;
  expect(ended).toBe('cancelled');
  expect(kept.length).toBeGreaterThan(0);
  await expect(rows).toHaveCount(kept.length + 1);

  const ousted = result(page, endless);
  await expect(article.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(rows.nth(1)).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Race', exact: true }).click();
  await expect(page.getByText('Training ends the running experiment. Its rows are kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  expect((await ousted).ended).toBe('cancelled');
  await page.getByRole('button', { name: 'Experiments' }).click();
  await expect(article.getByText(/^ended because training began at/)).toBeVisible();
});

test('axe finds nothing amiss with results on the page, and a narrow page has it all', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await result(page, tiny);
  await page.evaluate(params => window.unroll.experiment('length_generalisation', params), {
    steps: 4,
    batch: 2,
    train_length: 8,
    lengths: [8, 16, 32],
    tokens: 64,
    fewest: 2,
    contenders: [lstm, attention],
  });
  const heat = page.getByRole('table', { name: /^Accuracy by contender/ });
  await expect(heat.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('table', { name: /^accuracy by model/ }).getByRole('row')).toHaveCount(7);
  expect(await violations(page)).toEqual([]);

  // Narrow now: the list is a menu, and nothing but what scrolls is wider than the page.
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await page.getByRole('combobox', { name: 'Experiment' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Training cost' }).press('Enter');
  await expect(page.getByRole('article', { name: 'Training cost' }).locator('path.recharts-line-curve')).toHaveCount(4);
  expect(await violations(page)).toEqual([]);
});

function result(page: Page, params: object) {
  return page.evaluate(own => window.unroll.experiment('training_cost', own), params);
}
