import { setTimeout as delay } from 'node:timers/promises';
import type { ElementHandle, Page } from 'puppeteer-core';
import { launchFirefox } from '../../scripts/launch-firefox.mjs';
import type { Browser, Face, Role } from './face';

export async function openFirefox(): Promise<Browser> {
  const browser = await launchFirefox();
  return {
    async open(origin, script) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1440, height: 900 });
      await page.evaluateOnNewDocument(script);
      return { face: faceOf(page, origin), close: () => page.close() };
    },
    close: () => browser.close(),
  };
}

/** Firefox writes it, or throws it, where a page is left while the service worker still answers it. */
const LEFT = /A ServiceWorker intercepted the request and encountered an unexpected error/;

function faceOf(page: Page, origin: string): Face {
  const troubles: string[] = [];
  const note = (trouble: string): void => {
    if (!LEFT.test(trouble)) troubles.push(trouble);
  };
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warn') note(message.text());
  });
  page.on('pageerror', error => note(error.message));
  return {
    async goto(address) {
      await page.goto(new URL(address, origin).href);
    },
    async click(role, name) {
      await (await appeared(page, selector(role, name))).click();
    },
    async fill(label, text) {
      const field = await appeared(page, selector('textbox', label));
      await field.click({ count: 3 });
      await field.type(text);
    },
    async textOf(role, name) {
      const element = await page.$(selector(role, name));
      return element ? element.evaluate(({ textContent }) => textContent ?? '') : '';
    },
    evaluate: page.evaluate.bind(page),
    troubles,
  };
}

/** The driver's own waits look once a frame, and a software adapter that trains can deny the page its frames for long. */
async function appeared(page: Page, wanted: string): Promise<ElementHandle> {
  for (const until = Date.now() + 60_000; Date.now() < until; await delay(100)) {
    const element = await page.$(wanted);
    if (element && (await element.isVisible())) return element;
  }
  throw new Error(`${wanted} did not appear`);
}

function selector(role: Role, name: string): string {
  return `::-p-aria([name="${name}"][role="${role}"])`;
}
