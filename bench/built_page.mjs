/** The built page: what it weighs, and how fast it opens and trains the Moby-Dick race in Chromium. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, preview } from 'vite';
import { measureFirstMinute } from './first_minute.mjs';
import { measureInteractions } from './interactions.mjs';
import { measureKeptRuns } from './kept_runs.mjs';
import { timed } from './timed.mjs';

/** Times that the page is opened in a fresh context. */
const OPENINGS = 5;
/** Of an address: the page trains this race, whose contenders are of usual size. */
export const MOBY_DICK = '#preset=moby-dick';
/** Milliseconds of training that are counted. */
const COUNTED = 15_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {import('./result').FamilyResult} FamilyResult */
/** @typedef {import('./result').CaseResult} CaseResult */

/**
 * Builds the page and serves it meanwhile.
 *
 * @template T
 * @param {(address: string, folder: string) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function withBuiltPage(measure) {
  const outDir = mkdtempSync(join(tmpdir(), 'unroll-built-'));
  try {
    await build({ root, logLevel: 'silent', build: { outDir } });
    const server = await preview({ root, logLevel: 'silent', build: { outDir }, preview: { port: 4849 } });
    try {
      return await measure(server.resolvedUrls?.local[0] ?? '', outDir);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

/**
 * @param {import('playwright').Browser} browser
 * @param {readonly string[]} backends those to train on: 'wasm', 'webgpu'
 * @param {boolean} quick
 * @returns {Promise<FamilyResult>}
 */
export function measureBuiltPage(browser, backends, quick) {
  return withBuiltPage(async (address, folder) => {
    const cases = weights(folder);
    for (const backend of backends) {
      const opened = [];
      for (let i = 0; i < (quick ? 1 : OPENINGS); i++) opened.push(await race(browser, address, backend, i === 0));
      cases.push(...rows(backend, opened));
    }
    cases.push(...(await measureFirstMinute(browser, address, quick ? 1 : OPENINGS)));
    cases.push(...(await measureInteractions(browser, `${address}?backend=wasm${MOBY_DICK}`, quick)));
    cases.push(...(await measureKeptRuns(browser, address, quick ? 2 : OPENINGS)));
    return {
      name: 'page',
      title: 'The built page: what it weighs, and the Moby-Dick race',
      note:
        `In Chromium, from a local server, in a fresh context each time, which is opened ${quick ? 'once' : `${OPENINGS} times`}. Steps are counted ` +
        `over ${COUNTED / 1000} s of training with the loss charts in view; the four contenders take turns, so each has a quarter of the time. A view counts until it is painted, the wait for its frame included.`,
      cases,
    };
  });
}

/**
 * @param {string} folder of the built page
 * @returns {CaseResult[]}
 */
function weights(folder) {
  const kilobytes = (/** @type {string} */ file) => gzipSync(readFileSync(join(folder, file))).length / 1000;
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
  const assets = readdirSync(join(folder, 'assets')).map(file => `assets/${file}`);
  const all = (/** @type {readonly string[]} */ files) => files.reduce((sum, file) => sum + kilobytes(file), 0);
  /** @type {readonly [string, readonly string[]][]} */
  const parts = [
    ['first load: page, scripts, styles', ['index.html', ...first]],
    ['the worker', assets.filter(file => /\/worker-[^/]*\.js$/.test(file))],
    ...assets
      .filter(file => file.endsWith('.wasm'))
      .map(file => /** @type {[string, string[]]} */ ([nameOf(file), [file]])),
    ['all scripts, styles, and wasm together', ['index.html', ...assets]],
  ];
  return parts.map(([name, files]) => ({ name, facts: { 'kB gzipped': all(files) }, outcomes: {} }));
}

/** @param {string} file of wasm */
function nameOf(file) {
  return file.includes('relaxed') ? 'wasm with relaxed SIMD' : 'wasm without it';
}

/**
 * Opens the page and trains at once.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @param {string} backend
 * @param {boolean} on trains on, to count steps
 */
async function race(browser, address, backend, on) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${address}?backend=${backend}${MOBY_DICK}`, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.unroll !== undefined, undefined, { polling: 5, timeout: 60_000 });
    const firstStep = await page.evaluate(toFirstStep);
    return { firstStep, counted: on ? await page.evaluate(countSteps, COUNTED) : undefined };
  } finally {
    await context.close();
  }
}

/** In the page: trains, and gives the milliseconds from opening it to the first step. */
export async function toFirstStep() {
  window.unroll.train().catch(() => {});
  while (!window.unroll.runs().some(({ step }) => step > 0)) await new Promise(resolve => setTimeout(resolve, 5));
  return performance.now();
}

/**
 * In the page: steps a second of each contender, and the longest that the page's thread was busy; where the browser does not tell that,
 * the longest that a timer waited for it.
 *
 * @param {number} milliseconds
 */
export async function countSteps(milliseconds) {
  const pause = (/** @type {number} */ time) => new Promise(resolve => setTimeout(resolve, time));
  while (!window.unroll.runs().every(({ step }) => step > 2)) await pause(50);
  let longest = 0;
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
  } else {
    let last = performance.now();
    setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    });
  }
  const before = window.unroll.runs();
  const started = performance.now();
  await pause(milliseconds);
  const seconds = (performance.now() - started) / 1000;
  const rates = window.unroll
    .runs()
    .map(({ name, step }, i) => ({ name, rate: (step - (before[i]?.step ?? 0)) / seconds }));
  return { rates, longest };
}

/**
 * @param {string} backend
 * @param {Awaited<ReturnType<typeof race>>[]} opened
 * @returns {CaseResult[]}
 */
function rows(backend, opened) {
  const counted = opened.flatMap(({ counted }) => counted ?? []);
  return [
    {
      name: `from opening to the first training step, ${backend}`,
      work: { unit: 'step', amount: 1 },
      outcomes: { Chromium: timed(opened.map(({ firstStep }) => firstStep)) },
    },
    ...counted.flatMap(({ rates, longest }) => [
      ...rates.map(({ name, rate }) => ({ name: `${name}, ${backend}`, facts: { 'steps/s': rate }, outcomes: {} })),
      { name: `longest task of the page's thread, ${backend}`, facts: { ms: longest }, outcomes: {} },
    ]),
  ];
}
