import { test as base, expect } from 'playwright/test';
import { launchChromium } from './chromium';
import type { Browser, Face } from './face';
import { openFirefox } from './firefox';

interface Fixtures {
  /** A page of the project's browser. An error on its console fails the test. */
  readonly face: Face;
  /** Where the page of `face` is served. */
  readonly origin: string;
}

/** Playwright's `test` with a page of the project's browser. */
export const test = base.extend<Fixtures, { readonly launched: Browser }>({
  launched: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture depends on from this pattern.
    async ({}, use, { project }) => {
      const browser = await (project.name === 'firefox' ? openFirefox() : launchChromium());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  origin: ({ baseURL }, use) => use(baseURL ?? ''),
  face: async ({ launched, origin }, use) => {
    const { face, close } = await launched.open(origin, reportViolations);
    await use(face);
    expect(face.troubles).toEqual([]);
    await close();
  },
});

/** A violation of the page's policy is written to the console, whether or not the browser writes it there. */
function reportViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
    console.error(`Content Security Policy: ${effectiveDirective} forbids ${blockedURI} in ${sourceFile}`);
  });
}
