import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { MAMBA_130M, writeRandomMamba } from '../../../test/support/write_random_mamba';
import { addressOf, quickRace } from '../../support/race';
import { loaded, test } from '../../support/test';

const folder = mkdtempSync(join(tmpdir(), 'unroll-130m-'));
const path = join(folder, 'mamba.safetensors');

test.beforeAll(() => writeRandomMamba(path, MAMBA_130M));
test.afterAll(() => rmSync(folder, { recursive: true }));

test('weights of the size of mamba-130m open in the page on WebAssembly, sample as naively, and are inspected; training is refused with the limit', async ({
  page,
}) => {
  await page.goto(addressOf(quickRace, '?backend=wasm&threads=2'));
  await loaded(page);
  await page.getByRole('button', { name: 'Add contender' }).click();
  await page.getByRole('menuitem', { name: 'Weights from a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring weights' });
  await dialog.getByLabel('Choose files').setInputFiles(path);
  await expect(dialog.getByText('24 × Mamba, D 768, 50,280 tokens, 129M parameters')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add contender' }).click();
  await page.waitForFunction(() => window.unroll.runs().every(({ status }) => status === 'frozen'), undefined, {
    timeout: 120_000,
  });
  const sampled = (naive: boolean) =>
    page.evaluate(
      async asked =>
        (await window.unroll.sample({ prompt: '510 2565', tokens: 20, temperature: 0, ...asked }))[0]?.text,
      { naive },
    );
  const carried = await sampled(false);
  expect(carried?.trim().split(' ')).toHaveLength(20);
  expect(await sampled(true)).toBe(carried);
  const blocks = await page.evaluate(
    async () => (await window.unroll.inspect({ text: '1 2 3 4 5 6 7 8' })).inspection.blocks.length,
  );
  expect(blocks).toBe(24);
  await expect(page.getByText('has been restarted')).toHaveCount(0);
  await page.getByRole('switch', { name: 'Train it' }).click();
  await expect(page.getByRole('alert')).toContainText(/mamba needs \d\.\d GiB .*; \d\.\d GiB is the most here/);
});
