import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { expectDrawn, expectTimesDrawn } from '../../support/chart';
import { addressOf, smallRace } from '../../support/race';
import { fewestSteps, loaded, steps, test } from '../../support/test';

/** Every contender's loss must be at least this many nats below that of a guess from character frequencies. */
const MARGIN = 0.4;

test('four families learn Moby-Dick, pause, go on, sample, and are measured', async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto(addressOf(smallRace, '?backend=webgpu'));
  await loaded(page);
  await expect(page.locator('.adapter-name')).toHaveText('SwiftShader (software)');
  await expect(page.getByText('Software adapter, slow')).toBeVisible();
  const unigram = await unigramLoss(page);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(4);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('paused').first()).toBeVisible();
  const rested = await steps(page);
  await page.waitForTimeout(1000);
  expect(await steps(page)).toEqual(rested);
  expect(Math.max(...rested)).toBeLessThan(smallRace.training.steps);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect
    .poll(async () => Math.max(...(await validations(page))), { timeout: 200_000, intervals: [1000] })
    .toBeLessThan(unigram - MARGIN);
  if ((await fewestSteps(page)) < smallRace.training.steps) await page.getByRole('button', { name: 'Pause' }).click();
  await expectDrawn(page.locator('.loss-chart'), 8, [0, 1, 2, 3]);

  await sampleOnce(page);
  await expectTimesDrawn(page.locator('.time-chart'), 4, [0, 1, 2, 3]);
  await page.getByRole('switch', { name: 'Naive beside it' }).click();
  await sampleOnce(page);
  await expectTimesDrawn(page.locator('.time-chart'), 8, [0, 1, 2, 3]);

  const curves = await save(page, 'Curves as CSV');
  expect(curves.toString().trimEnd().split('\n')).toHaveLength(
    1 + (await steps(page)).reduce((sum, step) => sum + step, 0),
  );
  const run: unknown = JSON.parse((await save(page, 'Everything as JSON')).toString());
  expect(run).toMatchObject({
    config: smallRace,
    adapter: { software: true },
    runs: [{ name: 'Mamba', curve: { gradientNorm: expect.arrayContaining([expect.any(Number)]) } }, {}, {}, {}],
    samples: {
      request: { naive: false, naiveBeside: true, temperature: 0.8 },
      contenders: [{ name: 'Mamba', naive: false }, { name: 'Mamba', naive: true }, {}, {}, {}, {}, {}, {}],
    },
  });
  const chart = async (title: string) => (await save(page, 'Data as CSV', `Save ${title}`)).toString();
  expect((await chart('Loss')).split(/\r?\n/)[0]).toBe('contender,seed,step,tokens,flops,seconds,validation,loss');
  expect((await chart('Accuracy')).split(/\r?\n/)[0]).toBe('contender,seed,step,tokens,flops,seconds,accuracy');
  const weights = await download(page, () => page.getByRole('button', { name: 'Save Mamba' }).click());
  const header: unknown = JSON.parse(weights.subarray(8, 8 + Number(weights.readBigUInt64LE())).toString());
  expect(header).toHaveProperty(['backbone.embedding.weight', 'shape'], [expect.any(Number), 32]);
  expect(header).toHaveProperty(['__metadata__', 'step'], String((await steps(page))[0]));
});

/** The latest validation loss of every contender, infinite before the first validation. */
function validations(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    window.unroll.runs().map(run => run.curve.validation.findLast(loss => loss !== null) ?? Number.POSITIVE_INFINITY),
  );
}

/** The loss, in nats per character of the last tenth of the book, of a guess from the character frequencies of the rest. */
async function unigramLoss(page: Page): Promise<number> {
  const text = Array.from(await (await page.request.get('/corpora/moby-dick.txt')).text());
  const cut = Math.floor(text.length * 0.9);
  const counts = new Map<string, number>();
  for (const character of text.slice(0, cut)) counts.set(character, (counts.get(character) ?? 0) + 1);
  const known = text.slice(cut).flatMap(character => counts.get(character) ?? []);
  return known.reduce((sum, count) => sum - Math.log(count / cut), 0) / known.length;
}

/** Presses Sample and waits until every lane holds more than the prompt. */
async function sampleOnce(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sample', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sample', exact: true })).toBeVisible({ timeout: 120_000 });
  const lanes = page.getByRole('region', { name: /^Written by / });
  await expect(lanes).toHaveCount(4);
  const prompt = await page.getByLabel('Prompt').inputValue();
  const lengths = async () => (await lanes.allTextContents()).map(text => text.length);
  await expect.poll(lengths).toEqual(Array(4).fill(prompt.length + 1024));
}

async function save(page: Page, item: string, menu = 'Export'): Promise<Buffer> {
  await page.getByRole('button', { name: menu }).click();
  return download(page, () => page.getByRole('menuitem', { name: item }).click());
}

async function download(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await act();
  return readFileSync(await (await coming).path());
}
