import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { addressOf, loneRace, withTraining } from '../support/race';
import { fewestSteps, loaded, test } from '../support/test';

test('a host that sends no headers gives the page one thread, and the race trains', async ({ page }) => {
  const server = await serve('/', false);
  const { port } = server.address() as AddressInfo;
  try {
    await page.goto(`http://localhost:${port}${addressOf(withTraining(loneRace, { steps: 2 }))}`);
    await loaded(page);
    expect(await page.evaluate(() => window.unroll.ready)).toMatchObject({ backend: 'wasm', threads: 1 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(2);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
});

test('the build works in a folder of a static host that reads _headers', async ({ page }) => {
  const server = await serve('/a/b/', true);
  const { port } = server.address() as AddressInfo;
  try {
    await page.goto(`http://localhost:${port}/a/b/`);
    await openEverything(page);
    await page.goto(`http://localhost:${port}/a/b${addressOf(withTraining(loneRace, { steps: 1 }))}`);
    await loaded(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(1);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
});

/** Opens the parts that load late, and every kind of control that a library draws. */
async function openEverything(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  // The page behind a dialog does not scroll. So the library's styles work, although it may not add a style element.
  await expect(page.locator('body')).toHaveCSS('overflow', 'hidden');
  await page.keyboard.press('Escape');
  await expect(page.locator('body')).not.toHaveCSS('overflow', 'hidden');
  await page.getByRole('button', { name: 'Add contender' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const tab of ['Inspect', 'Experiments', 'Race']) {
    await page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name: tab }).click();
    await expect(page.locator(`main.${tab.toLowerCase()}`)).not.toContainText(/Loading …|could not be loaded/);
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** A host that serves the files of the build, and sends its headers or none. */
function serve(folder: string, withHeaders: boolean): Promise<Server> {
  const lines = readFileSync('dist/_headers', 'utf8').trim().split('\n');
  expect(lines[0]).toBe('/*');
  const sent = lines.slice(1).map(line => /^ {2}([\w-]+): (.+)$/.exec(line)?.slice(1) ?? []);
  const server = createServer((request, response) => {
    for (const [name = '', value = ''] of withHeaders ? sent : []) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const within = pathname.startsWith(folder) ? normalize(pathname.slice(folder.length)) : '..';
    const file = join('dist', within === '.' ? 'index.html' : within);
    if (within.startsWith('..') || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  return new Promise(resolve => server.listen(0, () => resolve(server)));
}
