/**
 * `npm run bench`: ours, the peers, and the machine's own limits, in turns in a page of headless Chromium. The tables go to standard output, progress to standard error.
 *
 *   npm run bench                               everything, thoroughly
 *   npm run bench -- --quick                    everything, with fewer and shorter samples
 *   npm run bench -- --only matmul --filter 512 one table, or more with commas; rows with these words in their name
 *   npm run bench -- --sides wasm,PyTorch       sides with one of these in their name
 *   npm run bench -- --out result.json          the numbers as JSON
 *   npm run bench -- --out result.json --keep   the same, and the rows that it has from earlier and that are not measured now stay
 *   npm run bench -- --markdown RESULTS.md      the table to a file instead
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium } from '../scripts/chromium.mjs';
import { chromiumFlags } from '../scripts/chromium-flags.mjs';
import { enginePlugin } from '../scripts/engine-plugin.mjs';
import { isolation } from '../scripts/headers.mjs';
import { wasmPlugin } from '../scripts/wasm-plugin.mjs';
import { measureBuiltPage } from './built_page.mjs';
import { measureFirefox } from './firefox.mjs';
import { openTorch, torchPlugin } from './torch.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    filter: { type: 'string', default: '' },
    sides: { type: 'string' },
    out: { type: 'string' },
    keep: { type: 'boolean', default: false },
    markdown: { type: 'string' },
  },
});

/** A device that refuses commands is fast and does nothing, so its run is no measurement. */
const REFUSED = / - While |Uncaptured error|unroll: /;
/** The tables of the built page, which is opened anew, and so they come last. */
const BUILT = 'page';
const FIREFOX = 'firefox';
const MOST_SHOWN = 10;
let refusals = 0;

/** @param {import('playwright').ConsoleMessage} message */
function hear(message) {
  const refused = message.type() !== 'info' && REFUSED.test(message.text());
  if (refused) refusals++;
  if (!refused || refusals <= MOST_SHOWN) console.error(message.text());
}

/**
 * @param {string} file that `--out` wrote
 * @returns {import('./result').BenchResult}
 */
function readResult(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * The table with its earlier rows that were not measured now.
 *
 * @param {import('./result').FamilyResult} now
 * @param {readonly import('./result').FamilyResult[]} earlier
 */
function withEarlier(now, earlier) {
  const rows = earlier.find(({ name }) => name === now.name)?.cases ?? [];
  const kept = rows.filter(row => !now.cases.some(({ name }) => name === row.name));
  return { ...now, cases: [...kept, ...now.cases] };
}

/**
 * Rows that a side of ours could not do. A peer may lack what a row needs.
 *
 * @param {import('./result').FamilyResult} family
 */
function failures({ cases }) {
  const own = cases.filter(({ outcomes }) =>
    Object.entries(outcomes).some(([side, outcome]) => side.startsWith('Unroll') && 'failure' in outcome),
  );
  return own.map(({ name }) => name);
}

/** Names and versions of the peers that are here. */
function peerVersions() {
  const { devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const named = [`jax-js ${devDependencies['@jax-js/jax']}`, `tfjs ${devDependencies['@tensorflow/tfjs-core']}`];
  return torch.version ? [...named, `PyTorch ${torch.version}`] : named;
}

// Charts are measured as in the built page: React's development build takes twice as long.
process.env.NODE_ENV = 'production';
const torch = openTorch();
const server = await createServer({
  configFile: false,
  mode: 'production',
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: join(tmpdir(), 'unroll-bench'),
  logLevel: 'warn',
  appType: 'mpa',
  optimizeDeps: { entries: ['bench/index.html', 'bench/worker.ts'] },
  plugins: [enginePlugin(), wasmPlugin(), torchPlugin(torch)],
  worker: { format: 'es', plugins: () => [enginePlugin(), wasmPlugin()] },
  // Threads need isolation, and it gives `performance.now()` its finest grain.
  server: { port: Number(process.env.UNROLL_PORT ?? 4848), watch: null, hmr: false, headers: isolation },
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
  const known = [...(await page.evaluate(() => window.bench.families)), BUILT, FIREFOX];
  const named = options.only?.split(',') ?? known;
  const unknown = named.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no table ${unknown.join(', ')}; the tables are ${known.join(', ')}`);
  const wanted = known.filter(name => named.includes(name));
  const machine = await page.evaluate(() => window.bench.open());
  const { report } = await server.ssrLoadModule('/bench/report.ts');
  const earlier = options.out && options.keep && existsSync(options.out) ? readResult(options.out).families : [];
  const families = earlier.filter(({ name }) => !wanted.includes(name));
  for (const name of wanted) {
    families.push(withEarlier(await measure(name), earlier));
    /** @type {import('./result').BenchResult} */
    const result = {
      ...machine,
      browser: `Chromium ${browser.version()}`,
      processors: cpus().length,
      processor: cpus()[0]?.model ?? 'unknown processor',
      peers: peerVersions(),
      quick: options.quick,
      families: known.flatMap(table => families.filter(family => family.name === table)),
    };
    if (options.out) writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
    if (options.markdown) writeFileSync(options.markdown, report(result));
    else if (name === wanted.at(-1)) process.stdout.write(report(result));
  }

  /** @param {string} name of a table */
  async function measure(name) {
    // Our threads and those of the peers would take the cores.
    if (name === BUILT || name === FIREFOX) await page.goto('about:blank');
    if (name === FIREFOX) return measureFirefox(options.quick);
    if (name === BUILT) {
      return measureBuiltPage(browser, machine.adapter ? ['wasm', 'webgpu'] : ['wasm'], options.quick);
    }
    const asked = { quick: options.quick, filter: options.filter, sides: options.sides?.split(',') ?? [] };
    return page.evaluate(([name, asked]) => window.bench.measure(name, asked), /** @type {const} */ ([name, asked]));
  }
  if (refusals > 0) {
    console.error(`The device refused ${refusals} commands. Do not trust these numbers.`);
    process.exitCode = 1;
  }
  const failed = families.flatMap(failures);
  if (failed.length > 0) {
    console.error(`Ours does not run: ${failed.join(', ')}.`);
    process.exitCode = 1;
  }
} finally {
  torch.close();
  await browser.close();
  await server.close();
}
