import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import { readMidi } from '../src/tasks/midi';
import { scaleMidi } from '../test/support/midi';
import { violations } from './support/axe';
import { dropFile } from './support/drop';
import { addressOf } from './support/race';
import { loaded, test } from './support/test';

/** Two small contenders that repeat the leader of a short round. */
const roundRace: RunConfig = runConfig.parse({
  task: { name: 'rounds', voices: 3, delay: 1, length: 4, steps: 4, notes: 4 },
  contenders: [
    { name: 'S4D', d_model: 16, blocks: [{ mixer: 's4d', d_state: 8 }] },
    { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] },
  ],
  training: { steps: 20, batch: 2, lr: 1e-2, warmup: 2, validate_every: 10, validation_batches: 1 },
});

const musicRace: RunConfig = { ...roundRace, task: { name: 'music', source: 'own', length: 16 } };

const own = (page: Page, name: string) => page.getByRole('region', { name: `Written by ${name}` });

test('a round is drawn and heard, and what each contender says in it; axe finds no fault', async ({ page }) => {
  await page.goto(addressOf(roundRace));
  await loaded(page);
  await expect(page.getByRole('img', { name: 'Piano roll of the example' })).toBeVisible();
  await page.getByRole('button', { name: 'Play the example' }).click();
  await expect(page.locator('.playhead')).toHaveCount(1);
  await page.getByRole('button', { name: 'Stop the example' }).click();
  await expect(page.getByRole('button', { name: 'Play the example' })).toBeVisible();
  await expect(page.locator('.playhead')).toHaveCount(0);

  await page.evaluate(() => window.unroll.train(2));
  await page.evaluate(() => window.unroll.sample());
  const roll = own(page, 'S4D').getByRole('img', { name: /^Piano roll of S4D: \d+ of \d+ notes wrong, in bar/ });
  await expect(roll).toBeVisible();
  await expect(roll.locator('.missed').first()).toBeVisible();
  await expect(own(page, 'S4D').getByText('crossed: wrong, hollow: right')).toBeVisible();
  const [above, below] = await Promise.all(['S4D', 'RNN'].map(name => own(page, name).boundingBox()));
  expect((below?.y ?? 0) - (above?.y ?? 0), 'lanes do not overlap').toBeGreaterThan(above?.height ?? 0);
  await own(page, 'RNN').getByRole('button', { name: 'Play RNN' }).press('Enter');
  await own(page, 'RNN').getByRole('button', { name: 'Stop RNN' }).press('Enter');
  await own(page, 'S4D')
    .getByRole('region', { name: /over time$/ })
    .focus();
  expect(await violations(page)).toEqual([]);
});

test('a visitor’s MIDI file is drawn, trained on, continued, saved, and kept; a bad one is refused with what to do', async ({
  page,
}) => {
  await page.goto(addressOf(musicRace));
  const panel = page.locator('.task-panel');
  const choose = panel.getByLabel('Choose MIDI file');
  await choose.setInputFiles({ name: 'a.mid', mimeType: 'audio/midi', buffer: Buffer.from('no music at all') });
  await expect(panel.getByRole('alert')).toContainText('Save the piece as a Standard MIDI File');
  await choose.setInputFiles({ name: 'b.mid', mimeType: 'audio/midi', buffer: Buffer.from(scaleMidi(4)) });
  await expect(panel.getByRole('alert')).toContainText('at least 16 are needed');

  expect(await dropFile(page, 'scale.mid', Buffer.from(scaleMidi(120)))).toBe(true);
  await loaded(page);
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel.getByRole('img', { name: 'Piano roll of your music' })).toBeVisible();
  await expect(panel.getByText('120 notes, 240 steps')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Piano roll of the prompt' })).toBeVisible();
  await page.evaluate(() => window.unroll.train(2));
  await page.evaluate(() => window.unroll.sample({ tokens: 64 }));
  await expect(page.getByRole('img', { name: 'Piano roll of RNN' })).toBeVisible();
  const saved = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save your music as MIDI' }).click();
  const path = await (await saved).path();
  expect(readMidi(readFileSync(path))).toHaveLength(120);
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(panel.getByRole('img', { name: 'Piano roll of your music' })).toBeVisible();
  await loaded(page);
});

test('on a phone, in the dark, the rolls scroll and the page does not', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(addressOf({ ...roundRace, task: { name: 'rounds', voices: 4, delay: 2, length: 12 } }));
  await loaded(page);
  await page.getByRole('button', { name: 'Task', exact: true }).press('Enter');
  const roll = page.getByRole('region', { name: 'Piano roll of the example, over time' });
  await expect(roll).toBeVisible();
  const wider = (element: Element) => element.scrollWidth - element.clientWidth;
  expect(await roll.evaluate(wider)).toBeGreaterThan(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await roll.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => roll.evaluate(element => element.scrollLeft)).toBeGreaterThan(0);
  expect(await violations(page)).toEqual([]);
});
