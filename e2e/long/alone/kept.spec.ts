import { expect, type Page } from 'playwright/test';
import {
  continueRace,
  offeredStep,
  offerOn,
  storedStep,
  type Timeless,
  timelessCurves,
  upTo,
} from '../../support/kept';
import { KillableChromium } from '../../support/killable';
import { addressOf, smallRace, withTraining } from '../../support/race';
import { fewestSteps, loaded, test } from '../../support/test';

const KILLS = 20;
const race = withTraining(
  { ...smallRace, contenders: smallRace.contenders.slice(0, 2) },
  { steps: 100_000, validate_every: 500 },
);
const search = '?backend=wasm&threads=1';

/** Milliseconds from Continue to a kill: 0.2 s to 25 s, so that it falls before, between, and after saves. */
function moment(kill: number): number {
  const spread = Math.abs(Math.sin(1 + kill * 12.9898) * 43758.5453) % 1;
  return 200 + 24_800 * spread;
}

/** Watches how far the race is, until `milliseconds` are over or `enough` says so. */
async function watch(page: Page, milliseconds: number, enough: () => Promise<boolean>): Promise<[number, number][]> {
  const seen: [number, number][] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end && !(await enough())) {
    seen.push([performance.now(), await fewestSteps(page)]);
    await page.waitForTimeout(50);
  }
  return seen;
}

/** Resolves in the page when a save begins: the next transaction that writes to both tables. */
function armSave(page: Page): Promise<void> {
  return page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...asked) {
      if (asked[1] === 'readwrite') document.documentElement.dataset.saves = 'now';
      return begin.apply(this, asked);
    };
  });
}

test(`killed ${KILLS} times, also during a save, a race is offered each time at most 20 s back, and its curves stay those of an undisturbed one`, async ({
  baseURL,
}) => {
  const browser = new KillableChromium();
  try {
    let page = await browser.start();
    await page.goto(new URL(addressOf(race, search), baseURL).href);
    await loaded(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => storedStep(page), { timeout: 30_000 }).toBeGreaterThan(0);
    let longest: Timeless[] = [];
    const lost: number[] = [];
    let history: [number, number][] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const duringSave = kill % 4 === 3;
      if (duringSave) await armSave(page);
      history.push(
        ...(await watch(page, duringSave ? 30_000 : moment(kill), () =>
          page.evaluate(() => document.documentElement.dataset.saves === 'now'),
        )),
      );
      const killed = performance.now();
      if (!duringSave) longest = longer(longest, await timelessCurves(page));
      await browser.kill();
      page = await browser.start();
      await page.goto(new URL(`/${search}`, baseURL).href);
      const step = await offeredStep(page);
      const since = history.findLast(([, at]) => at <= step)?.[0] ?? killed;
      lost.push((killed - since) / 1000);
      expect(lost.at(-1), `kill ${kill}`).toBeLessThanOrEqual(20);
      await continueRace(page);
      await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(step);
      // What was trained and lost is trained again.
      history = [[performance.now(), step]];
    }
    const words = lost.map(seconds => seconds.toFixed(1)).join(', ');
    test.info().annotations.push({ type: 'seconds of training lost', description: words });
    console.log(`seconds of training lost: ${words}`);
    const disturbed = longer(longest, await timelessCurves(page));
    const steps = Math.min(...disturbed.map(({ columns }) => columns.step?.length ?? 0));
    await page.evaluate(async count => {
      await window.unroll.load(window.unroll.config());
      await window.unroll.train(count);
    }, steps);
    await expect(offerOn(page)).toHaveCount(0);
    expect(upTo(await timelessCurves(page), steps)).toEqual(upTo(disturbed, steps));
  } finally {
    await browser.remove();
  }
});

test('a page that is hidden saves what it has', async ({ page }) => {
  await page.goto(addressOf(race, search));
  await loaded(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => storedStep(page)).toBeGreaterThan(0);
  const step = await storedStep(page);
  // A snapshot is four seconds old at most, and the next save is eleven seconds away.
  await page.waitForTimeout(5000);
  expect(await storedStep(page)).toBe(step);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => storedStep(page), { timeout: 3000 }).toBeGreaterThan(step);
});

function longer(a: readonly Timeless[], b: readonly Timeless[]): Timeless[] {
  const length = (curves: readonly Timeless[]) => Math.min(...curves.map(({ columns }) => columns.step?.length ?? 0));
  return [...(a.length > 0 && length(a) > length(b) ? a : b)];
}
