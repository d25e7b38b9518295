import { expect, type Page } from 'playwright/test';
import { violations } from './support/axe';
import { continueRace, kept, keptSamples, offeredStep, offerOn, timelessCurves } from './support/kept';
import { addressOf, smallRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

const race = withTraining({ ...smallRace, contenders: smallRace.contenders.slice(0, 2) }, { steps: 90 });
const address = addressOf(race, '?backend=wasm&threads=1');
const endless = addressOf(withTraining(race, { steps: 20_000 }), '?backend=wasm&threads=1');

async function finished(page: Page) {
  await page.waitForFunction(() => window.unroll.runs().every(({ status }) => status === 'finished'), undefined, {
    timeout: 60_000,
  });
  return timelessCurves(page);
}

test('a reload, then Continue: the race goes on with the curves of one that was not disturbed; once it has ended, nothing is offered', async ({
  page,
}) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train());
  const undisturbed = await finished(page);
  const written = await page.evaluate(async () => {
    await window.unroll.load(window.unroll.config());
    await window.unroll.train(40);
    return window.unroll.sample({ prompt: 'Call', tokens: 8 });
  });
  await keptSamples(page, 1);
  await page.reload();
  expect(await offeredStep(page)).toBe(40);
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await offerOn(page).getByRole('button', { name: 'Download it' }).click();
  expect((await download).suggestedFilename()).toBe('moby-dick-race-step-40.unroll');
  await continueRace(page);
  expect(await finished(page)).toEqual(undisturbed);
  for (const { text } of written) await expect(page.locator('.lanes')).toContainText(text);
  await kept(page);
  await page.reload();
  await loaded(page);
  await expect(offerOn(page)).toHaveCount(0);
});

test('two tabs: a race that one trains is not offered in the other, and each keeps its own', async ({
  page,
  context,
}) => {
  await page.goto(endless);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(10));
  await kept(page);
  const other = await context.newPage();
  await other.goto(address);
  const elsewhere = other.getByText('Another tab has the Moby-Dick race, step 10 of 20,000.');
  await expect(elsewhere).toBeVisible();
  await expect(offerOn(other)).toHaveCount(0);
  await loaded(other);
  await other.evaluate(() => window.unroll.train(20));
  await kept(other);
  await page.close();
  await expect(offerOn(other)).toContainText('step 10 of 20,000');
  await expect(elsewhere).toHaveCount(0);
  await offerOn(other).getByRole('button', { name: 'Set aside' }).click();
  await expect(offerOn(other)).toHaveCount(0);
  await other.reload();
  expect(await offeredStep(other)).toBe(20);
});

test('a browser without locks keeps the race all the same, and says that it cannot tell tabs apart', async ({
  page,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await page.goto(endless);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(10));
  await kept(page);
  await page.getByText(/^kept /).hover();
  await expect(page.getByRole('tooltip', { includeHidden: true })).toContainText(
    'This browser cannot tell tabs apart here',
  );
  await page.reload();
  await loaded(page);
  await page.getByRole('button', { name: 'Continue', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^(Pause|Train)$/ })).toBeFocused();
});

test('a full disk is told once, training goes on, and deleting the oldest runs makes room', async ({ page }) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(10));
  await kept(page);
  await page.evaluate(() => window.unroll.load(window.unroll.config()));
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...asked) {
      if (document.documentElement.dataset.disk !== 'free') throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, asked);
    };
  });
  await page.evaluate(() => window.unroll.train(20));
  const notice = page.getByRole('status').filter({ hasText: 'The race on this page is not kept.' });
  await expect(notice).toContainText('The browser refused (its storage is full). Training goes on');
  await expect(notice).toContainText('Moby-Dick race (step 10).');
  await expect(page.getByText('not kept', { exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dataset.disk = 'free';
  });
  await notice.getByRole('button', { name: /^Delete the oldest run \(.* KiB\)$/ }).click();
  await expect(notice).toHaveCount(0);
  await kept(page);
  await page.reload();
  expect(await offeredStep(page)).toBe(20);
});
