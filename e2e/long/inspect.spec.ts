import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { addressOf, smallRace, withTraining } from '../support/race';
import { loaded, test } from '../support/test';

const race = withTraining(smallRace, { batch: 4 });

test('the inside of every family: axe finds no fault, a token is chosen by keyboard, a visitor’s text is read', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await page.goto(addressOf(race));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(3));
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 3')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Loss nats' })).toBeVisible();

  for (const contender of race.contenders) {
    await page.getByRole('radio', { name: contender.name }).click();
    const blocks = page.getByRole('heading', { name: /^Block \d/ });
    await expect(blocks).toHaveCount(contender.blocks.length, { timeout: 60_000 });
    for (const block of await page.locator('details.board-block').all()) {
      expect(await block.getByRole('figure').count(), contender.name).toBeGreaterThan(0);
    }
    await expect(page.getByText('cone', { exact: true })).toHaveCount(contender.name === 'Conv' ? 1 : 0);
    if (['LSTM', 'Conv'].includes(contender.name)) expect(await violations(page), contender.name).toEqual([]);
  }

  const strip = page.getByRole('slider', { name: 'Chosen token' });
  await strip.focus();
  await expect(strip).toHaveAttribute('aria-valuenow', '32');
  const atTheEnd = await reach(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(strip).toHaveAttribute('aria-valuenow', '3');
  await expect(page.getByText(/the prediction after token 3 by/)).toBeVisible();
  await expect.poll(() => reach(page)).not.toEqual(atTheEnd);
  expect((await reach(page)).filter(height => height > 0)).toHaveLength(3);

  await page.getByRole('button', { name: 'Next example' }).click();
  await expect(page.getByText('Example 2', { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'My own text' }).click();
  await page.getByLabel('Text to read').fill('Call me');
  await expect(strip).toHaveAttribute('aria-valuemax', '7', { timeout: 60_000 });
  await page.getByLabel('Text to read').fill('Call ☃');
  await expect(page.getByRole('alert')).toContainText('☃');
  await page.getByLabel('Text to read').fill('Call');
  await expect(strip).toHaveAttribute('aria-valuemax', '4', { timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  const rows = page.locator('.token-row');
  await expect(rows.nth(0)).toHaveText('inputCall');
  await expect(rows.nth(1)).toHaveText('right nextall');
  await expect(rows.nth(2)).toHaveText(/^prediction.{4}$/);
  await expect(rows.nth(3)).toHaveText(/^[0-3]\/3 right[✓✗]{3}$/);

  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save this view as JSON' }).click();
  const file: unknown = JSON.parse(readFileSync(await (await coming).path(), 'utf8'));
  expect(file).toMatchObject({
    contender: { name: 'Attention' },
    step: 3,
    inspection: { glyphs: ['C', 'a', 'l', 'l'], loss: expect.any(Array) },
  });
});

/** Heights of the bars of the reach, in pixels. */
function reach(page: Page): Promise<number[]> {
  return page
    .locator('.board-view', { has: page.getByRole('heading', { name: 'Reach' }) })
    .locator('rect')
    .evaluateAll(bars => bars.map(bar => Number(bar.getAttribute('height'))));
}
