/** How quickly the page answers a visitor while a race trains, and how busy its thread is then. */
import { timed } from './timed.mjs';

/** Milliseconds of use. */
const USED = 60_000;
/** Milliseconds between two presses, as of a visitor in a hurry. */
const PAUSE = 400;

/**
 * Trains the race of an address and uses the page meanwhile: charts, their choices, menus, workspaces. The delay of an interaction is the
 * browser's own: from the press to the next frame that is painted.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @param {boolean} quick
 * @returns {Promise<import('./result').CaseResult[]>}
 */
export async function measureInteractions(browser, address, quick) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.evaluate(() => window.unroll.ready);
    const watched = await page.evaluateHandle(watch);
    await page.evaluate(() => void window.unroll.train().catch(() => {}));
    await page.waitForFunction(() => window.unroll.runs().every(({ step }) => step > 2));
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const before = await busy(session);
    const end = performance.now() + (quick ? USED / 3 : USED);
    while (performance.now() < end) await use(page);
    const after = await busy(session);
    const { delays, count } = await watched.evaluate(({ delays }) => ({
      delays: [...delays.values()],
      count: performance.interactionCount,
    }));
    // The browser names no interaction below 16 ms.
    const quickest = new Array(Math.max(0, count - delays.length)).fill(16);
    const all = timed([...delays, ...quickest]);
    const late = [...delays, ...quickest].toSorted((a, b) => b - a)[Math.floor(0.05 * count)] ?? 16;
    return [
      { name: `an interaction while a race trains, of ${count}`, outcomes: { Chromium: all } },
      { name: '95th percentile of interactions while a race trains', facts: { ms: late }, outcomes: {} },
      {
        name: 'share of time that the page’s thread is busy while a race trains',
        facts: { '%': (100 * (after.task - before.task)) / (after.time - before.time) },
        outcomes: {},
      },
    ];
  } finally {
    await context.close();
  }
}

/** In the page: keeps the longest delay of each interaction, in milliseconds. */
function watch() {
  /** @type {Map<number, number>} */
  const delays = new Map();
  const wanted = { type: 'event', durationThreshold: 16, buffered: true };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const { interactionId, duration } = /** @type {PerformanceEventTiming} */ (entry);
      if (interactionId) delays.set(interactionId, Math.max(delays.get(interactionId) ?? 0, duration));
    }
  }).observe(wanted);
  return { delays };
}

/**
 * Seconds that the page's thread has worked, and the time.
 *
 * @param {import('playwright').CDPSession} session
 */
async function busy(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (/** @type {string} */ named) => metrics.find(({ name }) => name === named)?.value ?? Number.NaN;
  return { task: of('TaskDuration'), time: of('Timestamp') };
}

/**
 * What a visitor does in about ten seconds.
 *
 * @param {import('playwright').Page} page
 */
async function use(page) {
  const loss = page.locator('.loss-chart');
  const press = async (/** @type {import('playwright').Locator} */ target) => {
    await target.click();
    await page.waitForTimeout(PAUSE);
  };
  const key = async (/** @type {string} */ name) => {
    await page.keyboard.press(name);
    await page.waitForTimeout(PAUSE);
  };
  for (const axis of ['Tokens', 'Time', 'FLOPs', 'Step']) await press(loss.getByRole('radio', { name: axis }));
  await loss.locator('.plot-pointer').hover({ position: { x: 90, y: 60 } });
  await press(loss.getByRole('button', { name: 'Line of LSTM' }));
  await press(loss.getByRole('button', { name: 'Line of LSTM' }));
  await press(loss.getByRole('button', { name: 'Options of Loss' }));
  await key('Escape');
  await key('Escape');
  await loss.getByRole('slider').focus();
  for (const name of ['ArrowLeft', 'ArrowLeft', '+', '0']) await key(name);
  await press(page.getByRole('button', { name: 'Export', exact: true }));
  await key('Escape');
  for (const workspace of ['Runs', 'Inspect', 'Race'])
    await press(page.getByRole('button', { name: workspace, exact: true }));
  await press(page.getByRole('button', { name: 'Loss in full screen' }));
  await key('Escape');
}
