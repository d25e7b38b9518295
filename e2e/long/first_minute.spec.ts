import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { loaded, test } from '../support/test';

test('a fresh visitor presses Train, sees Mamba ahead in the words and in the answers, and goes on to a text and to what a token costs', async ({
  page,
}) => {
  await page.goto('/?backend=wasm&threads=2');
  await loaded(page);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText('The first minute');
  await expect(card(page)).toContainText('Press Train.');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(card(page)).toContainText('Mamba is ahead:', { timeout: 90_000 });
  await expect(card(page).getByRole('status')).toHaveText('Remember by choice. Mamba is ahead.');
  await expect
    .poll(async () => [(await shareOf(page, 'Mamba')) >= 0.95, (await shareOf(page, 'Conv')) <= 0.5], {
      timeout: 120_000,
    })
    .toEqual([true, true]);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  // What stands there is what scripts read, each verdict with a mark of its own.
  for (const turn of [0, 1]) {
    const told = await page.evaluate(
      shown => window.unroll.answers().map(({ answers }) => answers.filter(({ sequence }) => sequence === shown)),
      turn,
    );
    for (const [index, name] of ['Mamba', 'Conv'].entries()) {
      const marks = (told[index] ?? []).map(({ said, correct }) => `${said}${correct ? '✓' : '✗'}`);
      expect(marks).toHaveLength(3);
      await expect.poll(() => marksOf(page, name)).toEqual(marks);
    }
    await page.getByRole('button', { name: 'The next example' }).click();
  }
  expect(await violations(page)).toEqual([]);

  const next = card(page).getByRole('button', { name: 'Now on text' });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText('Moby-Dick race');
  await expect(card(page)).toContainText(/Characters a second here: Mamba [\d,.k]+, /, { timeout: 60_000 });
  const cost = card(page).getByRole('button', { name: 'Now how much a token costs' });
  await expect(cost).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.locator('.lanes')).not.toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('.lanes')).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(card(page)).toContainText(/A character costs|no cost doubles/, { timeout: 120_000 });
  await expect(card(page).getByRole('button', { name: 'The argument' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
});

function card(page: Page) {
  return page.getByRole('region', { name: 'The first minute' });
}

function answersOf(page: Page, name: string) {
  return page.locator('.answers').getByRole('row').filter({ hasText: name });
}

/** The share that the page says: “291 of 300 right”. */
async function shareOf(page: Page, name: string): Promise<number> {
  const [, right, asked] = /(\d+) of (\d+) right/.exec(await answersOf(page, name).innerText()) ?? [];
  return Number(right) / Number(asked);
}

/** Each answer with its mark, as it is seen. */
function marksOf(page: Page, name: string): Promise<string[]> {
  return answersOf(page, name)
    .locator('b')
    .evaluateAll(cells =>
      cells.map(cell =>
        [...cell.childNodes]
          .map(node => (node instanceof Element && node.classList.contains('sr-only') ? '' : node.textContent))
          .join(''),
      ),
    );
}
