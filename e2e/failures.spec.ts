import { chromium, expect, type Page } from 'playwright/test';
import { findChromium } from '../scripts/chromium.mjs';
import { chromiumFlags } from '../scripts/chromium-flags.mjs';
import { dropFile } from './support/drop';
import { addressOf, loneRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

test('without WebGPU and WebAssembly the page says so and trains on the CPU', async ({ page }) => {
  await withoutInWorker(
    page,
    "Object.defineProperty(navigator, 'gpu', { value: undefined }); WebAssembly.compile = undefined;",
  );
  await page.goto(addressOf(withTraining(loneRace, { batch: 1 })));
  await loaded(page);
  await expect(page.getByRole('status').filter({ hasText: 'This browser has no WebGPU.' })).toContainText(
    'Training runs on the CPU instead',
  );
  await expect(page.locator('.adapter-name')).toHaveText('CPU, plain loops (twins)');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(1);
  const loss = await page.evaluate(() => window.unroll.runs()[0]?.curve.loss[0]);
  expect(loss).toBeGreaterThan(3);

  // As if the browser took the GPU away for good. Real losses are in e2e/long/alone/crashes.
  const save = page.getByRole('button', { name: 'Save LSTM', exact: true });
  await expect(save).toBeEnabled();
  await page.workers()[0]?.evaluate(() => {
    for (let runId = 1; runId < 9; runId++)
      postMessage({ type: 'failed', runId, failure: 'no_device', message: 'The GPU was lost.' });
  });
  await expect(page.getByRole('alert')).toContainText('The GPU was lost.');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeDisabled();
  await expect(save).toBeDisabled();
});

async function withoutInWorker(page: Page, script: string): Promise<void> {
  await page.route('**/worker-*.js', async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

test('without an adapter the page trains on the CPU, and the menu says why', async () => {
  const flags = chromiumFlags.filter(flag => !flag.includes('webgpu'));
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...flags, '--disable-gpu'] });
  const page = await browser.newPage({ baseURL: test.info().project.use.baseURL ?? '' });
  await page.goto(addressOf(withTraining(loneRace, { batch: 1 })));
  await loaded(page);
  expect((await page.evaluate(() => window.unroll.ready)).backend).toBe('wasm');
  await page.getByRole('button', { name: /^Adapter: CPU/ }).click();
  await expect(page.getByRole('menu').getByText(/The browser found no GPU|has no WebGPU/)).toBeVisible();
  await browser.close();
});

// e2e/long/alone/crashes tests losses of the GPU.

test.describe('a crash of the worker', () => {
  test.use({ forgiven: [/on purpose/] });

  test('is named, and the race goes on with another worker', async ({ page }) => {
    const race = withTraining(loneRace, { steps: 100_000 });
    await page.goto(addressOf(race));
    await loaded(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => fewestSteps(page)).toBeGreaterThan(1);
    await page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error('on purpose');
      });
    });
    const before = await fewestSteps(page);
    await expect(page.getByText('The trainer stopped (')).toContainText('on purpose');
    await expect(page.getByText('and has been restarted.')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    // The race goes on by itself, past the step where it was.
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(before);
    expect(await page.evaluate(() => window.unroll.config())).toEqual(race);
  });
});

test('a diverging run names contender and step, and continues with a lower rate', async ({ page }) => {
  // Each step subtracts ten times the weights, so they grow ninefold every step until they are not finite.
  const wild = withTraining(loneRace, { lr: 1, weight_decay: 10, clip_norm: null, warmup: 0, schedule: 'constant' });
  await page.goto(addressOf(wild));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText(/LSTM diverged at step \d+: its loss or its gradient is no longer a number/, {
    timeout: 60_000,
  });
  const run = await page.evaluate(() => window.unroll.runs()[0]);
  expect(run?.status).toBe('diverged');
  expect(run?.curve.loss.every(loss => loss !== null)).toBe(true);
  await notice.getByRole('button', { name: 'Reset with a tenth of the learning rate' }).click();
  await expect(notice).toHaveCount(0);
  expect(await page.evaluate(() => window.unroll.config().training.lr)).toBe(0.1);
});

test('an unreadable link gives the default race and a notice', async ({ page }) => {
  await page.goto('/#race=this-is-no-race');
  await expect(page.getByText('This link could not be read.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText(/The first minute/);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('This link could not be read.')).toHaveCount(0);
});

test('a visitor’s text that is too short or not text is refused in plain words; a good one trains', async ({
  page,
}) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  // Dropped on a part of the page that does not want a file.
  const whale = Buffer.from('Der Wal — ein Säugetier, 鯨, 🐋! '.repeat(60));
  expect(await dropFile(page, 'own.txt', whale)).toBe(true);
  const refused = page.getByRole('status').filter({ hasText: 'The file was not taken.' });
  await expect(refused).toContainText('Choose “My own text”');
  await page.getByRole('radio', { name: 'My own text' }).click();
  const box = page.getByRole('textbox', { name: /^Paste a text/ });
  const error = page.locator('.task-panel').getByRole('alert');
  await box.fill('Too short.');
  await expect(error).toContainText('The text has 10 characters; at least 100 are needed.');

  await choose(page, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe, 0xfd]));
  await expect(error).toContainText('not text');
  await expect(box).toHaveValue('Too short.');

  await choose(page, Buffer.from(`${'ab'.repeat(900)}${'c'.repeat(200)}`));
  await expect(page.getByText('100.0 % of the characters never occur in the rest')).toBeVisible({ timeout: 60_000 });

  expect(await dropFile(page, 'own.txt', whale)).toBe(true);
  await expect(refused).toHaveCount(0);
  await expect(error).toHaveCount(0);
  await expect(page.getByText('1,860 characters')).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(1);
  await expect(page.getByLabel('Prompt')).toHaveValue(/^Der Wal/);
});

async function choose(page: Page, buffer: Buffer): Promise<void> {
  await page.getByLabel('Choose file').setInputFiles({ name: 'own.txt', mimeType: 'text/plain', buffer });
}
