import { test as base, expect, type Page } from 'playwright/test';

interface Fixtures {
  /** Patterns of console errors that a test causes on purpose. */
  readonly forgiven: RegExp[];
  /** Errors on the console and errors that nothing caught, of the page and its workers. Any that is not forgiven fails the test. */
  readonly troubles: string[];
}

/** Playwright's `test`, in which an error on the console fails. */
export const test = base.extend<Fixtures>({
  forgiven: [[], { option: true }],
  troubles: [
    async ({ page, forgiven }, use) => {
      const troubles: string[] = [];
      listen(page, troubles);
      await reportViolations(page);
      await use(troubles);
      expect(troubles.filter(text => !forgiven.some(pattern => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Playwright writes it where a test allows no service worker. */
const BLOCKED = 'Service Worker registration blocked by Playwright';

export function listen(page: Page, troubles: string[]): void {
  page.on('console', message => {
    if (message.text() === BLOCKED) return;
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', error => troubles.push(error.message));
}

/** Writes each violation of the page's policy to the console, so that it fails the test also if the browser does not write it. */
async function reportViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      console.error(`Content Security Policy: ${effectiveDirective} forbids ${blockedURI} in ${sourceFile}`);
    });
  });
}

/** Resolves when the page's race is compiled. */
export async function loaded(page: Page): Promise<void> {
  await page.waitForFunction(
    () => window.unroll.runs().length > 0 && window.unroll.runs().every(run => run.parameters !== null),
    undefined,
    { timeout: 120_000 },
  );
}

/** Steps of every contender. */
export function steps(page: Page): Promise<number[]> {
  return page.evaluate(() => window.unroll.runs().map(run => run.step));
}

/** The least number of steps of any contender. */
export async function fewestSteps(page: Page): Promise<number> {
  return Math.min(...(await steps(page)));
}
