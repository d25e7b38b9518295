import { expect, type Page } from 'playwright/test';
import { violations } from './support/axe';
import { addressOf, soundRace } from './support/race';
import { loaded, test } from './support/test';

const panel = (page: Page) => page.locator('.task-panel');

test('example, prompt, and sounds of contenders are drawn and played; axe finds no fault', async ({ page }) => {
  await page.goto(addressOf(soundRace('tones')));
  await loaded(page);
  await expect(page.getByRole('img', { name: 'Waveform of the example' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^4,000 tokens \(0\.50 s\)/ })).toBeVisible();

  await page.getByRole('button', { name: 'Play the example' }).click();
  await expect(page.getByRole('button', { name: 'Stop the example' })).toBeVisible();
  await page.getByRole('button', { name: 'Play the prompt' }).click();
  await expect(page.getByRole('button', { name: 'Play the example' }), 'one sound at a time').toBeVisible();
  await expect(page.getByRole('button', { name: 'Play the prompt' }), 'it ends by itself').toBeVisible();

  await page.evaluate(() => window.unroll.sample({ tokens: 8000 }));
  await expect(page.getByRole('img', { name: 'then 1.00 s written by RNN' })).toBeVisible();
  const own = page.getByRole('region', { name: 'Written by LSTM' });
  await own.getByRole('button', { name: 'Play LSTM' }).click();
  await own.getByRole('button', { name: 'Stop LSTM' }).click();
  await expect(own.getByRole('button', { name: 'Play LSTM' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a forbidden or missing microphone is reported with the fix', async ({ page }) => {
  await page.addInitScript(() => {
    const names = ['NotAllowedError', 'NotFoundError'];
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', names.shift()));
  });
  await page.goto(addressOf(soundRace('own')));
  const recordButton = panel(page).getByRole('button', { name: 'Record' });
  await recordButton.click();
  await expect(panel(page).getByRole('alert')).toContainText('Allow it in the browser');
  await recordButton.click();
  await expect(panel(page).getByRole('alert')).toContainText('There is no microphone');
  await expect(recordButton).toBeEnabled();
});
