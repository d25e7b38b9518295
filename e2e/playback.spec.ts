import { expect } from 'playwright/test';
import { violations } from './support/axe';
import { kept } from './support/kept';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, steps, test } from './support/test';

test('a kept race is played back: its curves grow without training, and can be held and moved to any time', async ({
  page,
}) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 12 }), '?backend=wasm&threads=1'));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(10));
  await kept(page);
  const before = await steps(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: /^Play back/ }).click();
  const head = page.getByRole('region', { name: /played back nothing trains/ });
  const reached = head.getByRole('list', { name: 'How far each contender is' }).getByRole('listitem');
  await expect(reached).toHaveText(
    ['LSTM', 'GRU', 'RNN'].map(name => new RegExp(`^ ?${name} step 10 · [\\d,]+ tokens$`)),
  );
  await expect(head.getByRole('button', { name: 'Play again' })).toBeVisible();
  await expect(head.getByRole('button', { name: 'Play again' })).toBeInViewport();
  await head.getByRole('slider', { name: 'Time trained' }).fill('0');
  await expect(reached).toHaveText(['LSTM', 'GRU', 'RNN'].map(name => `${name} step 0 · 0 tokens`));
  await head.getByRole('radio', { name: '20 ×' }).click();
  await head.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(head).toContainText('step 10');
  expect(await steps(page)).toEqual(before);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  const [close, play] = [head.getByRole('button', { name: 'Close' }), head.getByRole('button', { name: /^Play/ })];
  const room = async () => {
    const [above, below] = [await close.boundingBox(), await play.boundingBox()];
    return above && below ? below.y - above.y - above.height : Number.NaN;
  };
  await expect.poll(room, 'a finger presses one of them').toBeGreaterThanOrEqual(8);
  await close.click();
  await expect(head).toHaveCount(0);
});
