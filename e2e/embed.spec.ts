import { createServer } from 'node:http';
import { deflateRawSync } from 'node:zlib';
import { expect, type FrameLocator, type Page } from 'playwright/test';
import { membersOf } from '../src/lab/config/members';
import { curveColumnsOf } from '../src/lab/race/curve';
import { violations } from './support/axe';
import { addressOf, quickRace, withTraining } from './support/race';
import { test } from './support/test';

const race = withTraining(quickRace, { steps: 12, validate_every: 4 });

/** A page of another site that holds this address in a frame. Its server is real, because browsers keep pages that are not local from local ones. */
async function onAnotherSite(page: Page, address: string): Promise<FrameLocator> {
  const body = `<!doctype html><html lang="en"><title>Another site</title><iframe src="${address}" width="720" height="420"></iframe>`;
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(body));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  page.once('close', () => server.close());
  const place = server.address();
  await page.goto(`http://127.0.0.1:${place instanceof Object ? place.port : 0}/`);
  return page.frameLocator('iframe');
}

for (const search of ['?embed', '']) {
  test(`a frame of another site trains one race, without storage or isolation and with nothing around it (${search || 'no'} query)`, async ({
    page,
    baseURL,
  }) => {
    const address = addressOf(race).replace('/#', `/${search}#`);
    const frame = await onAnotherSite(page, new URL(address, baseURL).href);
    await expect(frame.getByRole('heading', { name: 'Moby-Dick race' })).toBeVisible();
    await expect(frame.getByRole('banner').getByRole('navigation')).toHaveCount(0);
    const train = frame.getByRole('button', { name: 'Train', exact: true });
    await expect(train).toBeEnabled();
    await train.press('Enter');
    await expect(frame.getByText('step 12 / 12')).toBeVisible({ timeout: 90_000 });
    await expect(frame.getByRole('button', { name: 'Train again' })).toBeVisible();
    await expect(frame.locator('.live-plot-canvas')).toHaveAttribute('data-lines', '6');
    const link = frame.getByRole('link', { name: 'Open this race in Unroll' });
    await expect(link).toHaveAttribute('href', new RegExp(`^${baseURL}#race`));
    const inside = page.frames()[1];
    const found = await inside?.evaluate(() => ({
      isolated: crossOriginIsolated,
      wide: document.documentElement.scrollWidth - window.innerWidth,
    }));
    expect(found).toEqual({ isolated: false, wide: 0 });
    await expect(frame.locator('.notice')).toHaveCount(0);
  });
}

test('alone, an embedded race passes axe at every width and in both themes and keeps nothing, and a wrong link is told in words', async ({
  page,
}) => {
  await page.goto('/?embed#preset=two-windows');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  expect(await violations(page)).toEqual([]);
  const kept = () =>
    page.evaluate(async () => [...Object.keys(localStorage), ...(await indexedDB.databases()).map(({ name }) => name)]);
  expect(await kept()).toEqual([]);
  for (const [hash, words] of [
    ['#preset=gone', 'a preset that the page does not know'],
    ['#resultz=AAAA', 'damaged'],
    ['#workspace=inspect', 'A frame shows a race or a result.'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(`/?embed${hash}`);
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Open Unroll' })).toBeVisible();
  }
});

test('a result with the longest name and adapter fits a narrow frame, and the page', async ({ page }) => {
  const curve = curveColumnsOf(() => [1, 2]);
  const result = {
    version: 1,
    made: '2026-11-30',
    name: 'W'.repeat(120),
    adapter: { adapter: 'W'.repeat(300), software: true, backend: 'wasm' },
    baselines: [],
    config: race,
    members: membersOf(race).map(() => ({ status: 'finished', report: null, curve })),
  };
  const hash = `#resultz=${deflateRawSync(JSON.stringify(result)).toString('base64url')}`;
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.setViewportSize({ width: 360, height: 420 });
  await page.goto(`/?embed${hash}`);
  const title = page.getByRole('heading', { name: 'W, step 2' });
  await expect(title).toHaveAttribute('title', `${result.name}, step 2`);
  expect(await wide()).toBe(0);
  expect((await title.boundingBox())?.height).toBeLessThan(40);
  await page.goto('about:blank');
  await page.goto(`/${hash}`);
  await expect(page.getByRole('region', { name: 'Shared result' })).toContainText('W, a shared result');
  expect(await wide()).toBe(0);
});
