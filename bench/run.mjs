/**
 * `npm run bench`: ours, the peers, and the machine's own limits, in turns in one page of headless Chromium. The table goes to standard output, progress to standard error.
 *
 *   npm run bench                               everything, thoroughly
 *   npm run bench -- --quick                    everything, with fewer and shorter samples
 *   npm run bench -- --only matmul --filter 512 one table, or more with commas; rows with these words in their name
 *   npm run bench -- --out result.json          the numbers as JSON
 *   npm run bench -- --markdown RESULTS.md      the table to a file instead
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium } from '../scripts/chromium.mjs';
import { chromiumFlags } from '../scripts/chromium-flags.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    filter: { type: 'string', default: '' },
    out: { type: 'string' },
    markdown: { type: 'string' },
  },
});

/** A device that refuses commands is fast and does nothing, so its run is no measurement. */
const REFUSED = / - While |Uncaptured error|unroll: /;
const MOST_SHOWN = 10;
let refusals = 0;

/** @param {import('playwright').ConsoleMessage} message */
function hear(message) {
  const refused = message.type() !== 'info' && REFUSED.test(message.text());
  if (refused) refusals++;
  if (!refused || refusals <= MOST_SHOWN) console.error(message.text());
}

// Charts are measured as in the built page: React's development build takes twice as long.
process.env.NODE_ENV = 'production';
const server = await createServer({
  configFile: false,
  mode: 'production',
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: join(tmpdir(), 'unroll-bench'),
  logLevel: 'warn',
  appType: 'mpa',
  optimizeDeps: { entries: ['bench/index.html'] },
  // Cross-origin isolation gives `performance.now()` its finest grain.
  server: {
    port: 4848,
    watch: null,
    hmr: false,
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});
await server.listen();
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch({
  executablePath: findChromium(),
  headless: false,
  args: ['--headless=new', ...chromiumFlags],
});
try {
  const page = await browser.newPage();
  page.on('console', hear);
  page.on('pageerror', error => console.error(error));
  await page.goto(`${address}bench/index.html`);
  await page.waitForFunction(() => window.bench !== undefined, undefined, { timeout: 60_000 });
  const known = await page.evaluate(() => window.bench.families);
  const wanted = options.only?.split(',') ?? known;
  const unknown = wanted.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no table ${unknown.join(', ')}; the tables are ${known.join(', ')}`);
  const { adapter, software } = await page.evaluate(() => window.bench.adapter());
  const families = [];
  for (const name of wanted) {
    const asked = { name, quick: options.quick, filter: name === 'machine' ? '' : options.filter };
    families.push(
      await page.evaluate(({ name, quick, filter }) => window.bench.measure(name, { quick, filter }), asked),
    );
  }
  /** @type {import('./result').BenchResult} */
  const result = {
    adapter,
    software,
    browser: `Chromium ${browser.version()}`,
    processors: await page.evaluate(() => navigator.hardwareConcurrency),
    quick: options.quick,
    families,
  };
  const { report } = await server.ssrLoadModule('/bench/report.ts');
  const table = report(result);
  if (options.out) writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
  if (options.markdown) writeFileSync(options.markdown, table);
  else process.stdout.write(table);
  if (refusals > 0) {
    console.error(`The device refused ${refusals} commands. Do not trust these numbers.`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.close();
}
