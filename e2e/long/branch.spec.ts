import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { continueRace, kept, offerOn, timelessCurves, upTo } from '../support/kept';
import { addressOf, quickRace, withTraining } from '../support/race';
import { fewestSteps, loaded, test } from '../support/test';

const race = withTraining(
  { ...quickRace, contenders: quickRace.contenders.slice(0, 2) },
  { steps: 12, batch: 2, validate_every: 6 },
);
const address = addressOf(race, '?backend=wasm&threads=1');
const dialogOn = (page: Page) => page.getByRole('dialog', { name: 'Train further' });
const buttonOn = (page: Page) => page.getByRole('button', { name: 'Train further' });

async function ended(page: Page, step: number) {
  await page.waitForFunction(
    most => window.unroll.runs().every(run => run.status === 'finished' && run.step === most),
    step,
    { timeout: 60_000 },
  );
  return timelessCurves(page);
}

/** Ids, steps, and lineages of the runs that the browser keeps. */
function keptRuns(page: Page) {
  return page.evaluate(
    () =>
      new Promise<{ id: string; lineage: { id: string; step: number } | null; steps: number; names: string[] }[]>(
        (resolve, reject) => {
          const opening = indexedDB.open('unroll-runs');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const all = opening.result.transaction('runs').objectStore('runs').getAll();
            all.onsuccess = () =>
              resolve(
                all.result.map(({ id, lineage, config }) => ({
                  id,
                  lineage,
                  steps: config.training.steps,
                  names: config.contenders.map((own: { name: string }) => own.name),
                })),
              );
            all.onerror = () => reject(all.error);
          };
        },
      ),
  );
}

test('a race that has ended trains further by keyboard alone: the curve goes on, and the earlier run stays kept', async ({
  page,
}) => {
  await page.goto(address);
  await loaded(page);
  await expect(buttonOn(page)).toHaveCount(0);
  await page.evaluate(() => window.unroll.train());
  const before = await ended(page, 12);
  await kept(page);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await buttonOn(page).focus();
  await page.keyboard.press('Enter');
  const dialog = dialogOn(page);
  await expect(dialog).toContainText('The race goes on from step 12 with its weights, moments, and curves');
  await expect(dialog).toContainText('The race up to here stays kept in this browser.');
  await expect(dialog.getByRole('status')).toContainText('falls along a new cosine to');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Further steps' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('8');
  await page.keyboard.press('Tab');
  const schedule = dialog.getByRole('combobox', { name: 'Schedule' });
  await schedule.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Fall again' })).toBeFocused();
  await page.keyboard.press('c');
  await expect(page.getByRole('option', { name: 'Constant' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(schedule).toBeFocused();
  await expect(schedule).toHaveText('Constant');
  await dialog.getByRole('textbox', { name: 'Learning rate' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('0.001');
  await expect(dialog.getByRole('status')).toHaveText('The learning rate stays at 0.001 from step 13 to step 20.');
  await dialog.getByRole('button', { name: 'Go on' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const after = await ended(page, 20);
  expect(upTo(after, 12)).toEqual(before);
  expect(after.map(({ columns }) => columns.step?.length)).toEqual([20, 20]);
  expect(await page.evaluate(() => window.unroll.config().training.branches)).toEqual([
    { at: 12, planned: 12, schedule: 'constant', lr: 0.001, warmup: 0 },
  ]);
  await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
  const [first, second] = (await keptRuns(page)).toSorted((a, b) => a.steps - b.steps);
  expect(first).toMatchObject({ steps: 12, lineage: null });
  expect(second).toMatchObject({ steps: 20, lineage: { id: first?.id, step: 12 } });
  expect(await violations(page)).toEqual([]);
});

test('at 390 px a paused race goes on at another length; tasks with other tokens are not offered, and a wrong number is refused in words', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(6));
  await buttonOn(page).click();
  const dialog = dialogOn(page);
  await expect(dialog.getByRole('textbox', { name: 'Further steps' })).toHaveValue('6');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('combobox', { name: 'Task' }).click();
  await expect(page.getByRole('option', { name: 'Parity' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await dialog.getByRole('textbox', { name: 'Further steps' }).fill('0');
  await expect(dialog).toContainText('Enter a whole number from 1 to');
  await dialog.getByRole('textbox', { name: 'Further steps' }).fill('6');
  await dialog.getByRole('combobox', { name: 'Length' }).click();
  await page.getByRole('option', { name: '64' }).click();
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeEnabled();
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeInViewport();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const [lstm] = await ended(page, 12);
  const tokens = lstm?.columns.tokens ?? [];
  expect(tokens.slice(5, 8)).toEqual([6 * 64, 6 * 64 + 128, 6 * 64 + 256]);
  expect(await page.evaluate(() => window.unroll.config().task.length)).toBe(64);
});

test('a field with a wrong number keeps Go on disabled and says which one it is; nothing trains with the number before it', async ({
  page,
}) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(6));
  await buttonOn(page).click();
  const dialog = dialogOn(page);
  const [further, rate] = ['Further steps', 'Learning rate'].map(name => dialog.getByRole('textbox', { name }));
  const goOn = dialog.getByRole('button', { name: 'Go on' });
  await expect(goOn).toBeEnabled();
  for (const wrong of ['8.5', '-1', '１２', '']) {
    await further?.fill(wrong);
    await expect(goOn, wrong).toBeDisabled();
    await expect(dialog.getByText('Correct Further steps first.')).toBeVisible();
    await expect(dialog.getByRole('status')).toHaveText('');
    await further?.fill('7');
    await expect(goOn, wrong).toBeEnabled();
  }
  await further?.fill('8.5');
  await rate?.fill('fast');
  await expect(dialog.getByText('Correct Further steps and Learning rate first.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await further?.fill('8');
  await expect(goOn).toBeDisabled();
  await dialog.getByRole('button', { name: 'Reset Learning rate to its default' }).click();
  await goOn.click();
  await ended(page, 14);
});

test('names change while a race trains, at rest, and in the run that goes on; the curves stay', async ({ page }) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(6));
  const name = page.getByRole('textbox', { name: 'Name of contender 1' });
  await name.fill('Snake');
  await name.press('Enter');
  expect(await page.evaluate(() => window.unroll.runs().map(run => run.name))).toEqual(['Snake', 'GRU']);
  await buttonOn(page).click();
  await dialogOn(page).getByRole('textbox', { name: 'Further steps' }).fill('20000');
  await dialogOn(page).getByRole('button', { name: 'Go on' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await expect.poll(() => fewestSteps(page)).toBeGreaterThan(6);
  await name.fill('Adder');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(buttonOn(page)).toBeVisible();
  const after = await timelessCurves(page);
  expect(after.map(own => own.name)).toEqual(['Adder', 'GRU']);
  for (const { columns } of after) expect(columns.step?.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await kept(page);
  await expect.poll(async () => (await keptRuns(page)).map(({ names }) => names[0]).sort()).toEqual(['Adder', 'Snake']);
});

test('a run that has just gone on is offered after a reload, before it has a step of its own', async ({ page }) => {
  await page.goto(address);
  await loaded(page);
  await page.evaluate(() => window.unroll.train(6));
  await buttonOn(page).click();
  await dialogOn(page).getByRole('textbox', { name: 'Further steps' }).fill('20000');
  await dialogOn(page).getByRole('button', { name: 'Go on' }).click();
  await page.waitForTimeout(200);
  await page.reload();
  await expect(offerOn(page)).toContainText(' of 20,006.');
  await continueRace(page);
  await expect.poll(() => fewestSteps(page)).toBeGreaterThan(6);
});
