import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, type Page } from 'playwright/test';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import { readSafetensors } from '../src/lab/export/safetensors';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

const cpu = '?backend=wasm&threads=1';
const parity: RunConfig = runConfig.parse({
  ...withTraining(quickRace, { steps: 20, batch: 2, validate_every: 10, seeds: 2 }),
  task: { name: 'parity', length: 8 },
});

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: /^PyTorch project/ }).press('Enter');
  return page.getByRole('dialog', { name: 'Export as PyTorch' });
}

async function download(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await act();
  return readFileSync(await (await coming).path());
}

async function exported(page: Page) {
  const button = page.getByRole('dialog').getByRole('button', { name: 'Write the zip' });
  return unzipSync(await download(page, () => button.press('Enter')));
}

test('a trained race exports as a PyTorch project, with the weights that the page saves and their moments, by keyboard alone', async ({
  page,
}) => {
  await page.goto(addressOf(parity, cpu));
  await loaded(page);
  await page.evaluate(() => window.unroll.train(7));
  const dialog = await openDialog(page);
  await expect(dialog.getByText('step 7 of 20, with moments')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Batches' }).fill('5');
  const files = await exported(page);
  await expect(dialog.getByRole('status')).toContainText(/parity-race-pytorch\.zip is written, \d/);
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['README.md', 'config.json', 'model.py', 'train.py', 'data.py', 'requirements.txt']),
  );
  expect(Object.keys(files).filter(path => path.startsWith('weights/'))).toHaveLength(6);
  const batches = readSafetensors(files['data/seed-1/train-7.safetensors'] ?? new Uint8Array());
  expect(batches.tensors.get('tokens')?.shape).toEqual([5, 2, 9]);
  await page.keyboard.press('Escape');
  for (const [index, { name }] of parity.contenders.entries()) {
    const bytes = await download(page, () => page.getByRole('button', { name: `Save ${name}` }).click());
    const saved = readSafetensors(bytes);
    const own = readSafetensors(files[`weights/${index}/model.safetensors`] ?? new Uint8Array());
    expect(own.tensors, name).toEqual(saved.tensors);
    expect(own.metadata.get('step')).toBe('7');
    const moments = readSafetensors(files[`weights/${index}/optimizer.safetensors`] ?? new Uint8Array());
    expect(moments.metadata.get('step')).toBe('7');
    expect(moments.tensors.size).toBe(2 * saved.tensors.size);
  }

  await openDialog(page);
  await dialog.getByRole('combobox', { name: 'Seeds' }).press('Enter');
  await page.getByRole('option', { name: 'all 2 seeds' }).press('Enter');
  const all = await exported(page);
  expect(Object.keys(all).filter(path => path.endsWith('/model.safetensors'))).toHaveLength(6);
});

test('an untrained race exports its first weights with the whole text, and the dialog says so', async ({ page }) => {
  await page.goto(addressOf(quickRace, cpu));
  await loaded(page);
  const dialog = await openDialog(page);
  await expect(dialog.getByText('its first weights', { exact: true })).toHaveCount(3);
  await expect(dialog.getByText(/The race has not trained yet.*The text is inside, whole/)).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Batches' })).toBeHidden();
  const files = await exported(page);
  const text = await (await page.request.get('/corpora/moby-dick.txt')).text();
  expect(Buffer.from(files['data/text.txt'] ?? []).toString()).toBe(text);
  expect(files['weights/0/optimizer.safetensors']).toBeUndefined();
});

test('what keeps a project from being written is said in the dialog, and nothing is downloaded', async ({
  page,
  forgiven,
}) => {
  forgiven.push(/Failed to load resource/);
  await page.goto(addressOf(quickRace, cpu));
  await loaded(page);
  await page.route('**/corpora/*.txt', route => route.fulfill({ status: 404 }));
  const dialog = await openDialog(page);
  await dialog.getByRole('button', { name: 'Write the zip' }).click();
  await expect(dialog.getByRole('alert')).toContainText('could not be loaded (404). Reload the page.');
  await expect(dialog.getByRole('button', { name: 'Write the zip' })).toBeEnabled();
});
