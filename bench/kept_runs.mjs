/** How fast the built page shows many kept runs. */
import { viewRow } from './view_row.mjs';

/** Runs that are kept. */
const KEPT = 1000;
/** Runs whose curves lie over each other. */
const OVERLAID = 20;

/** @typedef {import('./result').CaseResult} CaseResult */

/**
 * Keeps a short race KEPT times, opens the table of runs, and redraws the curves of OVERLAID of them.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} address of the built page
 * @param {number} repetitions
 * @returns {Promise<CaseResult[]>}
 */
export async function measureKeptRuns(browser, address, repetitions) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${address}?backend=wasm#preset=moby-dick`);
    await page.waitForFunction(() => window.unroll !== undefined, undefined, { timeout: 60_000 });
    await page.evaluate(() => window.unroll.train(20));
    await page.getByText(/^kept (just now|.+ ago), /).waitFor();
    await page.evaluate(multiply, /** @type {const} */ ([KEPT, OVERLAID]));
    const openings = [];
    for (let i = 0; i < repetitions; i++) {
      await page.reload();
      await page.waitForFunction(() => window.unroll !== undefined);
      await page.waitForTimeout(2000);
      openings.push(
        await page.evaluate(untilPainted, { press: '.workspace-tab:nth-child(4)', shown: '.runs tbody tr' }),
      );
    }
    for (let i = KEPT - OVERLAID; i < KEPT; i++)
      await page.getByRole('checkbox', { name: new RegExp(`^Compare .* ${i}$`) }).check();
    await page.locator('.runs-overlay .live-plot-canvas').waitFor();
    const redraws = [];
    for (let i = 0; i < 2 * repetitions; i++) {
      const press = '.runs-overlay .legend button';
      redraws.push(await page.evaluate(untilPainted, { press, shown: '.runs-overlay canvas' }));
    }
    return [
      viewRow(`the table of ${KEPT.toLocaleString('en')} kept runs, from the press`, openings),
      viewRow(`the overlay of ${OVERLAID} runs of four contenders, redrawn`, redraws),
    ];
  } finally {
    await context.close();
  }
}

/**
 * In the page: the run that is kept, again and again, under other ids. Only those that are compared have more than what the table reads:
 * a thousand times the weights would be gigabytes.
 *
 * @param {readonly [count: number, compared: number]} counts
 */
async function multiply([count, compared]) {
  const asked = (/** @type {IDBRequest} */ request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await asked(indexedDB.open('unroll-runs'));
  const stores = () => {
    const transaction = database.transaction(['summaries', 'runs'], 'readwrite');
    return ['summaries', 'runs'].map(name => transaction.objectStore(name));
  };
  const [[summary], [run]] = await Promise.all(stores().map(store => asked(store.getAll())));
  for (let i = 1; i < count; i++) {
    const id = i.toString(16).padStart(32, '0');
    const name = `${run.name} ${i}`;
    const [summaries, runs] = stores();
    await asked(summaries.put({ ...summary, id, name }, id));
    // The table shows the last ones first, and not all at once.
    if (i >= count - compared) await asked(runs.put({ ...run, id, name }, id));
  }
  database.close();
}

/**
 * In the page: milliseconds from a press until what it shows is painted.
 *
 * @param {{ press: string, shown: string }} selectors
 */
async function untilPainted({ press, shown }) {
  const button = document.querySelector(press);
  if (!(button instanceof HTMLElement)) throw new Error(`nothing to press: ${press}`);
  const started = performance.now();
  button.click();
  do await new Promise(resolve => requestAnimationFrame(resolve));
  while (!document.querySelector(shown));
  // A message comes after the frame in which the last callback ran.
  await new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  return performance.now() - started;
}
