import { expect, type Page } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { writeWav } from '../../src/tasks/write_wav';
import { sine } from '../../test/support/sine';
import { violations } from '../support/axe';
import { dropFile } from '../support/drop';
import { addressOf, soundRace } from '../support/race';
import { loaded, test } from '../support/test';

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...chromiumFlags, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
});

const taskPanel = (page: Page) => page.locator('.task-panel');

test('a recording from the microphone is trained on', async ({ page }) => {
  const panel = taskPanel(page);
  await page.goto(addressOf(soundRace('own')));
  await panel.getByRole('button', { name: 'Record' }).click();
  await expect(panel.getByRole('status')).toHaveText('Recording …');
  await page.waitForTimeout(3000);
  await panel.getByRole('button', { name: 'Stop recording' }).click();
  await expect(panel.getByRole('img', { name: /Waveform of your sound/ })).toBeVisible();
  await loaded(page);
});

test('a visitor’s file is trained on and survives a reset; a bad one is refused with what to do', async ({ page }) => {
  await page.goto(addressOf(soundRace('own')));
  const choose = taskPanel(page).getByLabel('Choose audio file');
  await choose.setInputFiles({ name: 'a.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound at all') });
  await expect(taskPanel(page).getByRole('alert')).toContainText('cannot read the file as sound');
  const wav = (seconds: number, loudness: number) => ({
    name: 'tone.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from(writeWav(44100, [sine(44100, seconds, 330, loudness), sine(44100, seconds, 330, loudness)])),
  });
  await choose.setInputFiles(wav(0.4, 0.5));
  await expect(taskPanel(page).getByRole('alert')).toContainText('lasts 0.4 s; at least 1 s');
  await choose.setInputFiles(wav(2, 0));
  await expect(taskPanel(page).getByRole('alert')).toContainText('silent');

  expect(await dropFile(page, 'tone.wav', wav(2, 0.5).buffer)).toBe(true);
  await loaded(page);
  await expect(taskPanel(page).getByRole('alert')).toHaveCount(0);
  await expect(taskPanel(page).getByRole('img', { name: 'Waveform of your sound, 2.00 s' })).toBeVisible();
  await page.evaluate(() => window.unroll.train(2));
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await loaded(page);
  await expect(taskPanel(page).getByRole('img', { name: 'Waveform of the example' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(taskPanel(page).getByRole('img', { name: 'Waveform of your sound, 2.00 s' })).toBeVisible();
  await loaded(page);
});
