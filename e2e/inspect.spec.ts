import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

// e2e/browsers/inspect: the view follows the training.
test('axe finds no fault in the view of a race in training', async ({ page }) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 100_000 })));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(2));
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('as of step 2')).toBeVisible({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
});

test('on a narrow screen, numbers of tokens are whole or not there, wherever the board is scrolled', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(addressOf({ ...quickRace, task: { name: 'text', source: 'moby-dick', length: 128 } }));
  await loaded(page);
  await page.getByRole('button', { name: 'Inspect' }).click();
  const board = page.locator('.board');
  await expect(board).toBeVisible({ timeout: 60_000 });
  const shown = (): Promise<{ readonly whole: number; readonly cut: string[] }> =>
    board.evaluate(element => {
      const { left, right } = element.getBoundingClientRect();
      const gutter = element.querySelector('.token-numbers .board-gutter')?.getBoundingClientRect().width ?? 0;
      const inside = (number: Element): boolean => {
        const box = number.getBoundingClientRect();
        return box.left > left + gutter - 1 && box.right < right + 1;
      };
      const numbers = [...element.querySelectorAll('.token-number')].filter(
        number => getComputedStyle(number).visibility === 'visible',
      );
      const cut = numbers.filter(number => !inside(number)).map(({ textContent }) => textContent ?? '');
      return { whole: numbers.length - cut.length, cut };
    });
  for (const left of [0, 150, 157, 164, 171, 100_000]) {
    await board.evaluate((element, to) => element.scrollTo({ left: to }), left);
    await expect.poll(async () => (await shown()).cut, { message: `scrolled to ${left}` }).toEqual([]);
    expect((await shown()).whole).toBeGreaterThan(0);
  }
});

test('the loss by position, and what the task measures by it, come when asked for, by key, and on a narrow screen', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const race = { ...quickRace, task: { name: 'repeated_tokens', length: 8, vocabulary: 8 } };
  await page.goto(addressOf(withTraining(race, { steps: 4 })));
  await loaded(page);
  await page.evaluate(() => window.unroll.train());
  await page.getByRole('button', { name: 'Inspect' }).click();
  const measure = page.getByRole('button', { name: 'Measure by position' });
  await expect(measure).toBeVisible({ timeout: 60_000 });
  await expect(measure).toHaveAttribute('aria-pressed', 'false');
  await measure.focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('.positions');
  for (const name of ['Loss, first copy', 'Loss, later copies', 'Accuracy, later copies', 'In-context score'])
    await expect(panel.locator('dt', { hasText: name })).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText(/256 validation sequences/)).toBeVisible();
  // At another place a button may lie half under the row of tokens, which stays at the top.
  await page.locator('.board').evaluate(board => board.scrollTo({ top: 0 }));
  expect(await violations(page)).toEqual([]);
  const cut = await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(cut).toBeLessThanOrEqual(0);
  const scripted = await page.evaluate(async () => {
    const { inspection } = await window.unroll.inspect({ positions: true });
    return inspection.positions?.measures.map(({ name }) => name);
  });
  expect(scripted).toContain('Loss, later copies');
  await measure.click();
  await expect(panel.locator('dt')).toHaveCount(0);
});

test('the table of parameters follows the training, by key, on a narrow screen, and for a script', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(addressOf(withTraining(quickRace, { steps: 6 }), '?backend=wasm&threads=1'));
  await loaded(page);
  const none = await page.evaluate(() => window.unroll.parameters());
  expect(none).toEqual({ name: 'LSTM', seed: 1, step: 0, parameters: [] });
  await page.getByRole('button', { name: 'Inspect' }).click();
  const show = page.getByRole('button', { name: 'Show the parameters' });
  await show.press('Enter');
  await expect(page.getByText('Train the contender to see its parameters.')).toBeVisible();
  await page.evaluate(() => window.unroll.train());
  const table = page.getByRole('region', { name: 'Table of parameters' }).getByRole('table');
  await expect(table.getByRole('caption')).toContainText('After step 6; 7 parameters');
  const said = await page.evaluate(() => window.unroll.parameters({ contender: 'LSTM' }));
  expect(said.step).toBe(6);
  expect(said.parameters.map(({ name }) => name)).toContain('backbone.layers.0.mixer.weight_hh_l0');
  for (const { name, ratio } of said.parameters) {
    await expect(table.getByRole('rowheader', { name, exact: true })).toBeVisible();
    expect(ratio, name).toBeGreaterThan(0);
  }
  const refused = await page.evaluate(() =>
    window.unroll.parameters({ contender: 'nobody' }).catch((error: Error) => error.message),
  );
  expect(refused).toBe("parameters: there is no contender 'nobody'; there are LSTM, GRU, RNN.");
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the table as CSV' }).click();
  expect((await saved).suggestedFilename()).toBe('lstm-parameters-step-6.csv');
  expect(await violations(page)).toEqual([]);
});
