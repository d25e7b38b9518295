import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { addressOf, quickRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

async function save(
  page: Page,
  chart: string,
  item: string,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await page.getByRole('button', { name: `Save ${chart}`, exact: true }).press('Enter');
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).press('Enter');
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('a chart is saved as CSV, as SVG, and as PNG, with legend, unit, hash of the config, and adapter', async ({
  page,
}) => {
  await page.goto(
    addressOf(withTraining(quickRace, { steps: 30, batch: 2, validate_every: 10 }), '?backend=wasm&threads=1'),
  );
  await loaded(page);
  await page.evaluate(() => window.unroll.train());
  const csv = await save(page, 'Loss', 'Data as CSV');
  expect(csv.name).toBe('unroll-loss.csv');
  expect(csv.bytes.toString()).toMatch(/^contender,seed,step/);
  const svg = await save(page, 'Loss', 'Picture as SVG');
  expect(svg.name).toBe('unroll-loss.svg');
  const text = svg.bytes.toString();
  for (const words of ['>Loss<', '>GRU<', 'nats per token', '>unigram']) expect(text, words).toContain(words);
  expect(text).toMatch(/>Moby-Dick race [0-9a-f]{8} · CPU, 1 thread \(WebAssembly, relaxed SIMD\) · Unroll</);
  expect(text.match(/<polyline/g)).toHaveLength(6);
  const png = await save(page, 'State carried', 'Picture as PNG');
  expect(png.name).toBe('unroll-state-bytes.png');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(2 * 880);
});
