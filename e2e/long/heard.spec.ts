import { expect } from 'playwright/test';
import { addressOf, quickRace, withTraining } from '../support/race';
import { fewestSteps, loaded, test } from '../support/test';

test('a screen reader hears the race: that it trains, rests, and has ended, and who leads; results of samples; errors', async ({
  page,
}) => {
  await page.goto(addressOf(withTraining(quickRace, { steps: 40, validate_every: 10 }), '?backend=wasm&threads=1'));
  await loaded(page);
  const race = page.getByRole('status', { name: 'The race', exact: true });
  await expect(race).toHaveText('');
  await page.evaluate(() => window.unroll.train(20));
  await expect(race).toHaveText(
    /^Paused at step 20 of 40\. (LSTM|GRU|RNN) leads with a validation loss of \d\.\d+ nats per token\.$/,
  );

  // Every text that stood there while the rest trained.
  await race.evaluate(region => {
    const texts: string[] = [];
    Object.assign(window, { heard: texts });
    new MutationObserver(() => texts.push(region.textContent ?? '')).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await page.getByRole('button', { name: 'Train', exact: true }).press('Enter');
  await expect.poll(() => fewestSteps(page)).toBe(40);
  await expect(race).toHaveText(
    /^The race is finished at step 40 of 40\. .+ leads with a validation loss of .+ nats per token\.$/,
  );
  const heard = await page.evaluate(() => (Object(window) as { heard: string[] }).heard);
  expect(heard.length).toBeLessThanOrEqual(4);

  await page.getByRole('button', { name: 'Sample', exact: true }).press('Enter');
  await expect(page.getByRole('status', { name: 'Order of finish' })).toContainText(/finished first|came furthest/);

  await page.getByLabel('Prompt').fill('\u2603');
  await page.getByRole('button', { name: 'Sample', exact: true }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('\u2603');
});

test('a screen reader says that an experiment has ended', async ({ page }) => {
  await page.goto('/?backend=wasm&threads=1#experiment=sampling_cost');
  await loaded(page);
  const progress = page.locator('.run-bar [aria-live="polite"]');
  await expect(progress).toHaveText('not run yet');
  await page.evaluate(() =>
    window.unroll.experiment('sampling_cost', { from: 64, limit: 128, naive_limit: 0, samples: 1 }),
  );
  await expect(progress).toContainText(/finished|done|rows/);
});
