import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { smallTokenizer } from '../../test/support/small_tokenizer';
import { violations } from '../support/axe';
import { dropFile } from '../support/drop';
import { addressOf, quickRace } from '../support/race';
import { loaded, test } from '../support/test';

const fixture = (name: string) => ({
  name: `${name}.safetensors`,
  mimeType: 'application/octet-stream',
  buffer: readFileSync(fileURLToPath(new URL(`../../test/golden/import/${name}.safetensors`, import.meta.url))),
});
const json = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

async function bring(page: Page, ...files: ReturnType<typeof fixture>[]) {
  const dialog = page.getByRole('dialog', { name: 'Bring weights' });
  if (!(await dialog.isVisible())) {
    await page.getByRole('button', { name: 'Add contender' }).click();
    await page.getByRole('menuitem', { name: 'Weights from a file' }).click();
  }
  await dialog.getByLabel('Choose files').setInputFiles(files);
  return dialog;
}

test('weights from elsewhere become a contender that is sampled and inspected, and not trained', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  await loaded(page);
  expect(await dropFile(page, 'model.bin', Uint8Array.of(0x80, 2, 0, 0))).toBe(true);
  const dialog = page.getByRole('dialog', { name: 'Bring weights' });
  await expect(dialog.getByRole('alert')).toContainText('weights = torch.load("model.bin"');

  await bring(page, fixture('hugging_face_mamba'));
  await expect(dialog.getByText('2 × Mamba, D 8, 11 tokens')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Epsilon of the norms' }).fill('0.001');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add contender' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('not trained').first(), 'the settings have settled').toBeVisible();
  await expect(page.getByText('Its weights are from hugging_face_mamba.safetensors.')).toBeVisible();
  await page.evaluate(() => window.unroll.sample({ prompt: '1 2 3', tokens: 5, temperature: 0 }));
  await expect(page.getByRole('region', { name: 'Written by hugging_face_mamba' })).toContainText(/\d+ \d+ \d+/);
  await page.reload();
  await loaded(page);
  await expect(page.getByText('Its weights are from hugging_face_mamba.safetensors.'), 'kept').toBeVisible();
  expect(await violations(page)).toEqual([]);

  const config = { model_type: 'mamba', layer_norm_epsilon: 1e-3, state_size: 3 };
  await bring(
    page,
    fixture('hugging_face_mamba'),
    json('config.json', JSON.stringify(config)),
    json('tokenizer.json', smallTokenizer),
  );
  await expect(dialog.getByText('2 × Mamba, D 8, 9 tokens')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add contender' }).click();
  const parameters = () => page.evaluate(() => window.unroll.runs()[0]?.parameters);
  await expect.poll(parameters, 'two rows of 8 fewer').toBe(1488 - 2 * 8);
  await page.evaluate(() => window.unroll.sample({ prompt: 'ab c', tokens: 6, temperature: 0 }));
  await expect(page.getByRole('region', { name: 'Written by hugging_face_mamba' })).toContainText(/[abc]/);
});
