import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { violations } from './support/axe';
import { dropFile } from './support/drop';
import { kept, timelessCurves } from './support/kept';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, steps, test } from './support/test';

const race = withTraining(quickRace, { steps: 24, batch: 2, seeds: 2, dropout: 0.1, validate_every: 8 });
const cpu = '?backend=wasm&threads=1';
const address = addressOf(race, cpu);

async function downloadRun(page: Page) {
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^Run/ }).press('Enter');
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The race on the page, trained to its end. */
async function finished(page: Page) {
  await page.evaluate(() => window.unroll.train());
  return timelessCurves(page);
}

/** All parts but run.json, which has the id and the times of its run: hashes of bytes, and samples as they are. */
function numbersOf(bytes: Uint8Array): [string, unknown][] {
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => name !== 'run.json')
    .map(([name, content]) => [
      name,
      name.endsWith('.json')
        ? JSON.parse(Buffer.from(content).toString())
        : createHash('sha256').update(content).digest('hex'),
    ]);
}

const facts = z.looseObject({ id: z.string() });

/** What run.json says. */
function factsOf(bytes: Uint8Array) {
  return facts.parse(JSON.parse(strFromU8(unzipSync(bytes)['run.json'] ?? new Uint8Array(0))));
}

/** The file with other words in run.json. */
function renamed(bytes: Uint8Array, words: object): Buffer {
  return Buffer.from(
    zipSync(
      { ...unzipSync(bytes), 'run.json': strToU8(JSON.stringify({ ...factsOf(bytes), ...words })) },
      { level: 0 },
    ),
  );
}

test('page, file, page: every number comes back byte for byte, and training goes on as if it had not stopped', async ({
  page,
  browser,
}) => {
  await page.goto(address);
  await loaded(page);
  const undisturbed = await finished(page);
  await page.evaluate(() => window.unroll.load(window.unroll.config()));
  await page.evaluate(() => window.unroll.train(10));
  await page.evaluate(() => window.unroll.sample({ prompt: 'Call', tokens: 16 }));
  const first = await downloadRun(page);
  expect(first.name).toBe('moby-dick-race-step-10.unroll');

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`/${cpu}`);
  await loaded(other);
  expect(await dropFile(other, first.name, first.bytes)).toBe(true);
  const notice = other.getByRole('status').filter({ hasText: 'is opened.' });
  await expect(notice).toHaveText(
    /Moby-Dick race, step 10 of 24, is opened\. Press Train to go on from there\.\s*Dismiss/,
  );
  await expect.poll(() => steps(other)).toEqual(new Array(6).fill(10));
  await loaded(other);
  expect(await violations(other)).toEqual([]);
  // It is kept, though nothing has trained since.
  await other.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(other.getByRole('row').filter({ hasText: '10 of 24' })).toHaveCount(1);
  await other.getByRole('button', { name: 'Race', exact: true }).click();
  const second = await downloadRun(other);
  expect(numbersOf(second.bytes)).toEqual(numbersOf(first.bytes));
  expect(await finished(other)).toEqual(undisturbed);
  await context.close();
});

test('page, file, headless, file, page: the race goes on with the curves of one that did not stop', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-e2e-'));
  try {
    await page.goto(address);
    await loaded(page);
    const undisturbed = await finished(page);
    await page.evaluate(() => window.unroll.load(window.unroll.config()));
    await page.evaluate(() => window.unroll.train(7));
    const [from, to] = ['from.unroll', 'to.unroll'].map(name => join(folder, name));
    writeFileSync(from ?? '', (await downloadRun(page)).bytes);
    const flags = ['run', '--resume', from ?? '', '--save-run', to ?? '', '--steps', '6', '--threads', '1'];
    const { stderr } = await promisify(execFile)('node', ['scripts/headless.mjs', ...flags]);
    expect(stderr, 'the build, the backend, and its kernels are the same').not.toContain('may differ');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: /^Open a run/ }).click();
    await (await choosing).setFiles(to ?? '');
    await expect(page.getByText('Moby-Dick race, step 13 of 24, is opened.')).toBeVisible();
    await loaded(page);
    expect(await finished(page)).toEqual(undisturbed);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('name, notes, and pin stay: from file to file, after a change in Runs, and in the race that trains further', async ({
  page,
}) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(5));
  const named = renamed((await downloadRun(page)).bytes, { name: 'Night run', notes: 'first try', pinned: true });
  await dropFile(page, 'named.unroll', named);
  await expect(page.getByText('Night run, step 5 of 24, is opened.')).toBeVisible();
  await loaded(page);
  const untouched = await downloadRun(page);
  expect(untouched.name).toBe('night-run-step-5.unroll');
  expect(factsOf(untouched.bytes)).toMatchObject({ name: 'Night run', notes: 'first try', pinned: true });
  await page.evaluate(() => window.unroll.train(2));
  await kept(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Actions for Night run' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Name and notes …' }).press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Second night');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Actions for Second night' })).toBeVisible();
  await page.getByRole('button', { name: 'Race', exact: true }).click();
  const after = factsOf((await downloadRun(page)).bytes);
  expect(after).toMatchObject({ name: 'Second night', notes: 'first try', pinned: true });
  await page.getByRole('button', { name: 'Train further' }).click();
  await page.getByRole('dialog', { name: 'Train further' }).getByRole('button', { name: 'Go on' }).click();
  await page.waitForFunction(() => window.unroll.runs().every(({ status }) => status === 'finished'));
  const branch = factsOf((await downloadRun(page)).bytes);
  expect(branch).toMatchObject({ name: 'Second night', notes: 'first try', pinned: false, lineage: { id: after.id } });
});

test('a broken file is refused in a sentence, and the race on the page goes on', async ({ page }) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(5));
  const { bytes } = await downloadRun(page);
  const before = await timelessCurves(page);
  await dropFile(page, 'cut.unroll', bytes.subarray(0, bytes.length - 30));
  await expect(page.getByText('cut.unroll could not be opened. It is damaged: its end is missing.')).toBeVisible();
  await dropFile(page, 'other.unroll', Buffer.from('call me ishmael'));
  await expect(page.getByText('other.unroll could not be opened. It is no zip')).toBeVisible();
  expect(await timelessCurves(page)).toEqual(before);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.evaluate(() => window.unroll.train(1));
  expect(await steps(page)).toEqual(new Array(6).fill(6));
});

test('a race without a step has nothing to download, and the page says so', async ({ page }) => {
  await page.goto(address);
  await loaded(page);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Run/ }).click();
  await expect(page.getByText('The run is not downloaded. It has no step to go on from yet.')).toBeVisible();
});
