import { expect, type Page } from 'playwright/test';
import { pressBar } from './support/by_hand';
import { addressOf, quickRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

const short = withTraining(quickRace, { steps: 4 });

test('on a phone task, contenders, samples, and results are one touch away in every workspace; a sheet closes by a touch outside, a swipe down, or its button', async ({
  page,
}) => {
  await page.goto(addressOf(short, '?backend=wasm&threads=1'));
  await loaded(page);
  await pressBar(page, 'Train');
  await expect.poll(() => fewestSteps(page)).toBe(4);

  await pressBar(page, 'Task');
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toBeVisible();
  await pressBar(page, 'Contenders');
  await expect(page.getByRole('dialog', { name: 'Contenders' }).getByRole('textbox', { name: /^Name of/ })).toHaveCount(
    3,
  );
  await page.touchscreen.tap(200, 20);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  for (const workspace of ['Inspect', 'Experiments', 'Runs']) {
    await page.getByRole('button', { name: workspace, exact: true }).tap();
    await pressBar(page, 'Results');
    await expect(page.getByRole('dialog', { name: 'Results and cost' }).getByText('leads')).toBeVisible();
    await swipe(page, 'Results and cost', 40);
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await swipe(page, 'Results and cost', 200);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await pressBar(page, 'To the race');
  await expect(page.locator('.loss-chart')).toBeVisible();
});

test('lanes of samples are swiped sideways, and the page says which is in sight', async ({ page }) => {
  await page.goto(addressOf(short, '?backend=wasm&threads=1'));
  await loaded(page);
  await pressBar(page, 'Samples');
  const sheet = page.getByRole('dialog', { name: 'Samples' });
  await sheet.getByRole('button', { name: 'Sample', exact: true }).tap();
  await expect(sheet.getByRole('status', { name: 'Order of finish' })).toContainText(/first|furthest/, {
    timeout: 60_000,
  });
  const places = sheet.getByRole('list', { name: 'Lanes' }).getByRole('button');
  await expect(places).toHaveText(['LSTM', 'GRU', 'RNN']);
  const current = () => places.evaluateAll(all => all.findIndex(one => one.ariaCurrent === 'true'));
  expect(await current()).toBe(0);
  await page
    .locator('.lane-list')
    .evaluate(list => list.scrollBy({ left: list.clientWidth * 0.8, behavior: 'instant' }));
  await expect.poll(current).toBe(1);
  await places.last().tap();
  await expect.poll(current).toBe(2);
  await expect(sheet.getByRole('region', { name: 'Written by RNN' })).toBeInViewport({ ratio: 0.9 });
});

test('by keyboard a sheet opens, keeps the focus, changes to another, closes with Escape, and gives the focus back', async ({
  page,
}) => {
  await page.goto(addressOf(short, '?backend=wasm&threads=1'));
  await loaded(page);
  const task = page.getByRole('button', { name: 'Task', exact: true });
  await task.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toHaveAccessibleName('Task and training');
  for (let tab = 0; tab < 40; tab++) await page.keyboard.press('Tab');
  expect(await dialog.evaluate(sheet => sheet.contains(document.activeElement))).toBe(true);
  await dialog.getByRole('button', { name: 'Contenders', exact: true }).press('Enter');
  await expect(dialog).toHaveAccessibleName('Contenders');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(task).toBeFocused();
});

/** A finger pulls the head of a sheet down by so many pixels, slowly. */
async function swipe(page: Page, name: string, down: number): Promise<void> {
  const box = await page.getByRole('heading', { name, exact: true }).boundingBox();
  if (!box) throw new Error(`There is no sheet ${name}`);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', far: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + 20, y: box.y + 5 + far }],
    });
  await touch('touchStart', 0);
  for (let far = 20; far <= down; far += 20) {
    await touch('touchMove', far);
    await page.waitForTimeout(40);
  }
  await touch('touchEnd', down);
  await session.detach();
}
