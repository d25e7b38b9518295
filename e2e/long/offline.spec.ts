import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { tinyRace } from '../browser/race';
import { addressOf } from '../support/race';
import { type StaticHost, serveBuild } from '../support/static_host';
import { fewestSteps, loaded, test } from '../support/test';

test.use({ serviceWorkers: 'allow' });

const versionOf = (page: Page) => page.locator('meta[name="version"]').getAttribute('content');
const newest = (page: Page) => page.evaluate(() => fetch('version.txt').then(response => response.text()));

/** The host now has another version, which lacks the script of one part of the page. */
function publish(host: StaticHost, part: RegExp): string {
  const version = readFileSync('dist/version.txt', 'utf8');
  const other = version.split('').toReversed().join('');
  host.change((name, content) => {
    if (part.test(name)) return undefined;
    if (name === 'sw.js') {
      const files = String(content).match(/assets\/[\w.-]+/g) ?? [];
      const rest = String(content).replace(`${files.find(file => part.test(file))},`, '');
      if (rest.length === content.length) throw new Error('The build keeps no such part.');
      return rest.replaceAll(version, other);
    }
    return name === 'index.html' || name === 'version.txt' ? String(content).replaceAll(version, other) : content;
  });
  return other;
}

test('a newer version is told once nothing runs; pages of both versions go on, and nothing reloads by itself', async ({
  page,
  context,
}) => {
  const host = await serveBuild('/', true);
  await page.goto(`${host.origin}${addressOf(tinyRace)}`);
  await loaded(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  const first = await versionOf(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => fewestSteps(page)).toBeGreaterThan(0);

  const second = publish(host, /runs_workspace.*\.js$/);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect.poll(() => newest(page)).toBe(second);
  const notice = page.getByRole('status').filter({ hasText: 'A newer version is here. It opens at the next visit.' });
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(notice).toBeVisible();

  const other = await context.newPage();
  await other.goto(`${host.origin}${addressOf(tinyRace)}`);
  await loaded(other);
  expect(await versionOf(other)).toBe(second);
  await expect(other.getByText('A newer version is here.')).toHaveCount(0);

  expect(await versionOf(page)).toBe(first);
  await page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name: 'Runs' }).click();
  await expect(page.locator('main.runs')).not.toContainText(/Loading …|could not be loaded/);
  await page.getByRole('button', { name: 'Reload now' }).click();
  await expect.poll(() => versionOf(page)).toBe(second);
  await loaded(page);
  await expect(notice).toHaveCount(0);
  await host.close();
});

test('a frame has the browser keep nothing', async ({ page, baseURL }) => {
  await page.goto(`${baseURL}?embed#preset=two-windows`);
  await expect(page.getByRole('button', { name: 'Train' })).toBeVisible();
  await page.waitForTimeout(4000);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
