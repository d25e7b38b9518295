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
