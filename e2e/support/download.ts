import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';

/** A file that the page let the browser save. */
export interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Does `act` and waits for the file that comes of it. */
export async function saved(page: Page, act: () => Promise<void>): Promise<Saved> {
  const coming = page.waitForEvent('download');
  await act();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Opens the menu of that button and chooses an item that saves a file. */
export function savedFromMenu(page: Page, menu: string, item: string): Promise<Saved> {
  return saved(page, async () => {
    await page.getByRole('button', { name: menu, exact: true }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
  });
}
