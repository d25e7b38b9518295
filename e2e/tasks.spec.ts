import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace } from './support/race';
import { loaded, test } from './support/test';

test('a task offers its choices by key, and answers that are not the next token stand in the example', async ({
  page,
}) => {
  await page.goto(addressOf({ ...quickRace, task: { name: 'group_words', length: 12 } }));
  await loaded(page);
  const panel = page.locator('.task-panel');
  await expect(panel.locator('.cell.scored')).toHaveCount(12, { timeout: 60_000 });
  const group = panel.getByRole('combobox', { name: 'Group' });
  await group.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Z5', exact: true }).press('Enter');
  await expect.poll(() => page.evaluate(() => window.unroll.config().task)).toMatchObject({ group: 'Z5', length: 12 });
  await expect(panel.locator('.cell.scored').first()).toHaveText(/^(\d)\1$/);
  expect(await violations(page)).toEqual([]);
});
