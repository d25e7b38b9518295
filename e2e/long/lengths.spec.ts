import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { addressOf, loneRace, withTraining } from '../support/race';
import { test } from '../support/test';

const race = withTraining(loneRace, { steps: 8, validate_every: 4, validation_batches: 1 });

test('a race begins with short sequences: set by keyboard, said in a sentence, trained with as many tokens a step', async ({
  page,
}) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await page.evaluate(() => window.unroll.ready);
  const training = page.getByRole('region', { name: 'Training', exact: true });
  await training.getByText('More settings').focus();
  await page.keyboard.press('Enter');
  const start = training.getByRole('textbox', { name: 'Length at the start' });
  const after = training.getByRole('textbox', { name: 'Full length after' });
  await expect(after).toHaveCount(0);
  await start.focus();
  await page.keyboard.type('40');
  await expect(training.getByRole('alert')).toContainText('is not below the task’s, 32');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('8');
  await expect(training).toContainText('Length 8 to step 2, 16 to step 4, 32 from there on.');
  await after.focus();
  await page.keyboard.type('6');
  await expect(training).toContainText('Length 8 to step 3, 16 to step 6, 32 from there on.');

  const carry = training.getByRole('switch', { name: 'Carry the state' });
  await carry.focus();
  await page.keyboard.press('Space');
  await expect(carry).toBeChecked();

  expect(await violations(page)).toEqual([]);

  const [run] = await page.evaluate(async () => {
    await window.unroll.load(window.unroll.config());
    return window.unroll.train();
  });
  expect(run?.curve.tokens).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(step => step * 8 * 32));
  expect(await page.evaluate(() => window.unroll.config().training.carry_state)).toBe(true);
  expect(run?.curve.validation.filter(loss => loss !== null).length).toBeGreaterThan(2);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Inspect' }).click();
  const measure = page.getByRole('button', { name: 'Measure by position' });
  await measure.focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('.positions');
  await expect(panel.getByRole('listitem')).toHaveText([
    'now',
    'step 6, length 16 until then',
    'step 3, length 8 until then',
  ]);
  await expect(panel).toContainText('to the right of a line’s length, it had not trained');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);

  const refused = await page.evaluate(async () => {
    const race = window.unroll.config();
    const [contender] = race.contenders;
    const blocks = [{ mixer: 'attention', heads: 1 }];
    return window.unroll.load({ ...race, contenders: contender ? [{ ...contender, blocks }] : [] }).then(
      () => '',
      error => String(error),
    );
  });
  expect(refused).toContain('cannot carry its state from batch to batch, because of Attention');
});
