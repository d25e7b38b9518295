import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace } from './support/race';
import { loaded, test } from './support/test';

const blocks = [{ mixer: 'gru' }];
const names = () => window.unroll.config().contenders.map(({ name }) => name);

test('settings are undone and redone with the keyboard; a contender is duplicated, changed as text, and taken back', async ({
  page,
}) => {
  page.setDefaultTimeout(20_000);
  await page.goto(addressOf(quickRace, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.getByRole('button', { name: 'Duplicate GRU' }).click();
  expect(await page.evaluate(names)).toEqual(['LSTM', 'GRU', 'RNN', 'GRU 2']);

  const copy = page.locator('.card').nth(3);
  await copy.getByText('As text').press('Enter');
  const text = copy.getByRole('textbox', { name: 'GRU 2 as text' });
  await expect(text).toContainText('"d_model": 8');
  const fault = copy.getByRole('alert');
  await text.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ name: 'LSTM', d_model: 8, blocks }));
  await expect(fault).toHaveText(
    'Line 1: name: Another contender has this name. The contender stays as it was until this is mended.',
  );
  await text.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ name: 'Wide', d_model: 16, blocks: [{ mixer: 'gruu' }] }, null, 1));
  await expect(fault).toHaveText(
    /^Line 6: mixer: there is no mixer 'gruu'; there are .*The contender stays as it was until this is mended\.$/,
  );
  expect(await page.evaluate(names)).toEqual(['LSTM', 'GRU', 'RNN', 'GRU 2']);

  // The race is loaded meanwhile; a text with a fault stays.
  await loaded(page);
  await page.waitForTimeout(1000);
  await expect(text).toContainText('gruu');

  // The cursor goes to the fault, and completion offers what fits there.
  await text.press('F8');
  await page.keyboard.type('"gr');
  await expect(copy.getByRole('option', { name: /"gru"/ })).toBeVisible();
  // A list that has just opened takes no Enter for 75 ms, so that nobody chooses by mistake.
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  await expect(fault).toHaveCount(0);
  await expect
    .poll(() => page.evaluate(() => window.unroll.config().contenders[3]))
    .toEqual({
      name: 'Wide',
      d_model: 16,
      blocks,
    });

  // A key that the editor does not use is no shortcut of the page either; Tab leaves it.
  await text.press('End');
  await page.keyboard.press('Tab');
  await expect(copy.getByText('Own settings')).toBeFocused();

  // Both ways: the text follows a field.
  await copy.getByLabel(/^Width D/).fill('wide');
  await expect(fault).toHaveText('Enter a whole number from 1 to 1,024. Until then 16 is used.');
  await copy.getByLabel(/^Width D/).fill('24');
  await expect(text).toContainText('"d_model": 24');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Train' }).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.evaluate(() => window.unroll.config().contenders[3]?.d_model)).toBe(16);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.evaluate(names)).toEqual(['LSTM', 'GRU', 'RNN']);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Redo' }).press('Enter');
  await expect.poll(() => page.evaluate(names)).toEqual(['LSTM', 'GRU', 'RNN', 'GRU 2']);
});
