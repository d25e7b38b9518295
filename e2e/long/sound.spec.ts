import { expect } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { addressOf, soundRace } from '../support/race';
import { loaded, test } from '../support/test';

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...chromiumFlags, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
});

test('a recording from the microphone is trained on', async ({ page }) => {
  const panel = page.locator('.task-panel');
  await page.goto(addressOf(soundRace('own')));
  await panel.getByRole('button', { name: 'Record' }).click();
  await expect(panel.getByRole('status')).toHaveText('Recording …');
  await page.waitForTimeout(3000);
  await panel.getByRole('button', { name: 'Stop recording' }).click();
  await expect(panel.getByRole('img', { name: /Waveform of your sound/ })).toBeVisible();
  await loaded(page);
});
