import { expect } from 'playwright/test';
import { violations } from '../support/axe';
import { savedFromMenu } from '../support/download';
import { dropFile } from '../support/drop';
import { addressOf, quickRace, withTraining } from '../support/race';
import { test } from '../support/test';

const race = withTraining(quickRace, { steps: 40, validate_every: 4, validation_batches: 1 });

test('a note is written at a step by keyboard, stands in all charts and pictures of the race, and stays with the run', async ({
  page,
}) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await page.evaluate(() => window.unroll.ready);
  await page.evaluate(() => window.unroll.train());
  const slider = page.getByRole('slider', { name: 'Loss against step' });
  await expect(slider).toHaveAttribute('aria-valuemax', '40');
  await slider.focus();
  for (const key of ['Home', 'PageUp', 'm']) await page.keyboard.press(key);
  const note = page.getByRole('textbox', { name: 'Note', exact: true });
  await expect(note).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Step of the note' })).toHaveValue('11');
  await note.fill('the warm-up ends');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'step 11 the warm-up ends' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Escape');
  await expect(slider).toBeFocused();
  await expect(page.getByRole('figure', { name: /^Accuracy.* Mark at step 11: the warm-up ends\.$/ })).toBeAttached();
  const svg = (await savedFromMenu(page, 'Save Accuracy', 'Picture as SVG')).bytes.toString();
  expect(svg).toContain('>1 the warm-up ends<');
  expect(svg.replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain('mark 1 at step 11: the warm-up ends');

  const { bytes } = await savedFromMenu(page, 'Export', 'Run (.unroll)');
  await page.goto('/?backend=wasm&threads=1');
  await page.evaluate(() => window.unroll.ready);
  await dropFile(page, 'a.unroll', bytes);
  await expect(page.getByRole('figure', { name: /^Loss.* Mark at step 11: the warm-up ends\.$/ })).toBeAttached();
  await page.getByRole('button', { name: 'Options of Loss' }).press('Enter');
  await page.getByRole('button', { name: 'Remove the note at step 11: the warm-up ends' }).press('Enter');
  await expect(page.getByRole('figure', { name: /Mark at step/ })).toHaveCount(0);
});
