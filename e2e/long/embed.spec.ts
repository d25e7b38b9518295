import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { addressOf, quickRace, withTraining } from '../support/race';
import { test } from '../support/test';

const race = withTraining(quickRace, { steps: 12, validate_every: 4 });

test('a frame shows the chart that its address names', async ({ page }) => {
  const hash = addressOf(race).replace(/^[^#]*/, '');
  for (const [chart, title] of [
    ['accuracy', 'Accuracy'],
    ['gradient', 'Gradient norm'],
  ]) {
    await page.goto('about:blank');
    await page.goto(`/?embed=${chart}${hash}`);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText('step 12 / 12')).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '3');
  }
  await page.goto('about:blank');
  await page.goto(`/?embed=time${hash}`);
  const sample = page.getByRole('button', { name: 'Sample', exact: true });
  await expect(sample).toBeDisabled();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText('step 12 / 12')).toBeVisible({ timeout: 90_000 });
  await sample.click();
  await expect(page.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '3');
  expect(await violations(page)).toEqual([]);
  await page.goto('about:blank');
  await page.goto(`/?embed=cat${hash}`);
  await expect(
    page.getByText('A frame shows one of these charts: loss, accuracy, gradient, time, state.'),
  ).toBeVisible();
});
