import { expect } from 'playwright/test';
import { addressOf, quickRace } from '../support/race';
import { loaded, test } from '../support/test';

test('long names do not widen the page; impossible ones are refused with the reason', async ({ page }) => {
  const wide = quickRace.contenders.map((contender, i) => ({ ...contender, name: `${'W'.repeat(39)}${i}` }));
  await page.goto(addressOf({ ...quickRace, contenders: wide }));
  await loaded(page);
  await page.evaluate(async () => {
    await window.unroll.train(4);
    await window.unroll.sample({ tokens: 8 });
  });
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    // Charts follow a new width a frame later.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: `at ${width}`, timeout: 5000 })
      .toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const first = page.getByRole('textbox', { name: 'Name of contender 1' });
  const name = () => page.evaluate(() => window.unroll.config().contenders[0]?.name);
  await first.fill('a\u202eb');
  await expect(page.getByRole('alert')).toContainText('U+202E');
  await first.fill(wide[1]?.name ?? '');
  await expect(page.getByRole('alert')).toContainText('Another contender has this name.');
  expect(await name()).toBe(wide[0]?.name);
  await first.fill(' Mine ');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await name()).toBe('Mine');
});
