import { expect, type Locator, type Page } from 'playwright/test';
import { fewestSteps } from './test';

/** A contender's curve without the times, which depend on the clock. */
export interface Timeless {
  readonly name: string;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A page in any browser. */
interface Evaluating {
  evaluate<T>(call: () => T | Promise<T>): Promise<T>;
}

export function timelessCurves(page: Evaluating): Promise<Timeless[]> {
  return page.evaluate(() =>
    window.unroll
      .runs()
      .map(({ name, curve: { seconds: _, ...columns } }) => ({ name, columns: structuredClone(columns) })),
  );
}

/** The first `steps` points of each curve. */
export function upTo(curves: readonly Timeless[], steps: number): Timeless[] {
  return curves.map(({ name, columns }) => ({
    name,
    columns: Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, column.slice(0, steps)])),
  }));
}

/** The notice that offers a run of an earlier visit. */
export function offerOn(page: Page): Locator {
  return page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Continue', exact: true }) });
}

/** The step that is offered. */
export async function offeredStep(page: Page): Promise<number> {
  await expect(offerOn(page)).toContainText(/ race, step [\d,]+ of [\d,]+\./);
  const [, step = ''] = / step ([\d,]+) of /.exec((await offerOn(page).textContent()) ?? '') ?? [];
  return Number(step.replaceAll(',', ''));
}

export async function continueRace(page: Page): Promise<void> {
  await offerOn(page).getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(offerOn(page)).toHaveCount(0);
}

/** Resolves when the race on the page, which rests, is saved with its last steps. The page saves its first steps before that. */
export async function kept(page: Page): Promise<void> {
  await expect(page.getByText(/^kept (just now|.+ ago), /)).toBeVisible();
  const reached = await fewestSteps(page);
  await expect.poll(() => storedStep(page)).toBe(reached);
}

/** The step of the race that was saved last in the browser; 0: there is none. */
export function storedStep(page: Page): Promise<number> {
  return page.evaluate(lastStored, 'summaries').then(last => last?.step ?? 0);
}

/** Resolves when the race that was saved last in the browser has so many samples. The page saves a sample after it is shown. */
export async function keptSamples(page: Page, count: number): Promise<void> {
  await expect.poll(async () => (await page.evaluate(lastStored, 'runs'))?.samples?.length).toBe(count);
}

/** The race that was saved last, from a table of the browser's runs. Runs in the page. */
function lastStored(table: string) {
  return new Promise<{ kind: string; saved: string; step?: number; samples?: unknown[] } | undefined>(
    (resolve, reject) => {
      const opening = indexedDB.open('unroll-runs');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const all = opening.result.transaction(table).objectStore(table).getAll();
        all.onsuccess = () => {
          opening.result.close();
          const runs: { kind: string; saved: string; step?: number; samples?: unknown[] }[] = all.result;
          const races = runs.filter(({ kind }) => kind === 'race');
          resolve(races.toSorted((a, b) => (a.saved < b.saved ? 1 : -1))[0]);
        };
      };
    },
  );
}
