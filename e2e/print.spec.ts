import { expect } from 'playwright/test';
import { addressOf, quickRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

test('a race is printed in light colours, without controls, under the hash of its config, its machine, and the day', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(addressOf(withTraining(quickRace, { steps: 2 })));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page)).toBe(2);
  const root = page.locator(':root');
  await page.pdf({ format: 'A4' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).not.toHaveClass(/printed/);

  const caption = page.getByText(/^Unroll · .*step 2 of 2 · config [0-9a-f]{16} · .+ · \d{4}-\d\d-\d\d$/);
  const kept = ['Loss', 'Results', 'Time per token'].map(name => page.getByRole('heading', { name }));
  const left = [page.getByRole('banner'), page.getByRole('button', { name: 'Add contender' })];
  await expect(caption).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(root).toHaveAttribute('data-theme', 'light');
  for (const part of [caption, ...kept]) await expect(part.first()).toBeVisible();
  for (const part of left) await expect(part).toBeHidden();
  // A chart is no wider than the paper.
  await page.setViewportSize({ width: 700, height: 1000 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
});
