/** What a fresh visitor waits for: the page, and the point of its first race. */
import { viewRow } from './view_row.mjs';

/** Shares of right answers: Mamba has at least the first, and the convolution at most the second. */
const [LEAST, MOST] = [0.95, 0.5];
/** Milliseconds after which the race has not shown it. */
const PATIENCE = 60_000;

/** @typedef {import('./result').CaseResult} CaseResult */

/**
 * Opens the page in a fresh profile, without a link, and trains what it opens with on wasm.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} address of the built page
 * @param {number} repetitions
 * @returns {Promise<CaseResult[]>}
 */
export async function measureFirstMinute(browser, address, repetitions) {
  const opened = [];
  for (let i = 0; i < repetitions; i++) opened.push(await open(browser, address));
  const shown = opened.flatMap(({ shown }) => shown ?? []);
  const point = 'from the click on Train to Mamba ≥ 95 % right and the convolution ≤ 50 %, of 100 fresh sequences';
  return [
    viewRow(
      'first contentful paint',
      opened.map(({ painted }) => painted),
    ),
    viewRow(
      'from opening until Train can be pressed',
      opened.map(({ interactive }) => interactive),
    ),
    shown.length === repetitions
      ? viewRow(point, shown)
      : { name: point, outcomes: { Chromium: { failure: `not shown in ${repetitions - shown.length} runs` } } },
  ];
}

/**
 * @param {import('playwright').Browser} browser
 * @param {string} address
 */
async function open(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(`${address}?backend=wasm`, { waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelector('#train:enabled') !== null, undefined, { polling: 5 });
    const interactive = await page.evaluate(() => performance.now());
    const painted = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    return { painted, interactive, shown: await page.evaluate(untilShown, [LEAST, MOST, PATIENCE]) };
  } finally {
    await context.close();
  }
}

/**
 * In the page: milliseconds from the press of Train until the evaluation that shows the point; undefined: it did not come.
 *
 * @param {readonly number[]} wanted the least share, the most, and the milliseconds to wait
 */
async function untilShown([least = 1, most = 0, patience = 0]) {
  const button = document.getElementById('train');
  const started = performance.now();
  button?.click();
  while (performance.now() - started < patience) {
    const [mamba, convolution] = ['Mamba', 'Conv'].map(name => {
      const found = window.unroll.answers().find(answer => answer.name === name);
      return found ? found.right / found.asked : Number.NaN;
    });
    if (mamba >= least && convolution <= most) return performance.now() - started;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return undefined;
}
