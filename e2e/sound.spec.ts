import { expect, type Page } from 'playwright/test';
import { writeWav } from '../src/tasks/write_wav';
import { sine } from '../test/support/sine';
import { violations } from './support/axe';
import { dropFile } from './support/drop';
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

test('a visitor’s file is trained on and survives a reset; a bad one is refused with what to do', async ({ page }) => {
  await page.goto(addressOf(soundRace('own')));
  const choose = panel(page).getByLabel('Choose audio file');
  await choose.setInputFiles({ name: 'a.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound at all') });
  await expect(panel(page).getByRole('alert')).toContainText('cannot read the file as sound');
  const wav = (seconds: number, loudness: number) => ({
    name: 'tone.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from(writeWav(44100, [sine(44100, seconds, 330, loudness), sine(44100, seconds, 330, loudness)])),
  });
  await choose.setInputFiles(wav(0.4, 0.5));
  await expect(panel(page).getByRole('alert')).toContainText('lasts 0.4 s; at least 1 s');
  await choose.setInputFiles(wav(2, 0));
  await expect(panel(page).getByRole('alert')).toContainText('silent');

  expect(await dropFile(page, 'tone.wav', wav(2, 0.5).buffer)).toBe(true);
  await loaded(page);
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
  await expect(panel(page).getByRole('img', { name: 'Waveform of your sound, 2.00 s' })).toBeVisible();
  await page.evaluate(() => window.unroll.train(2));
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await loaded(page);
  await expect(panel(page).getByRole('img', { name: 'Waveform of the example' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(panel(page).getByRole('img', { name: 'Waveform of your sound, 2.00 s' })).toBeVisible();
  await loaded(page);
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
