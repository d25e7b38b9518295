import { chromium, type Page } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { listen } from '../support/test';
import type { Browser, Face } from './face';

/** Chromium on SwiftShader, driven by Playwright. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  return {
    async open(origin, script) {
      const page = await browser.newPage({
        baseURL: origin,
        viewport: { width: 1440, height: 900 },
        serviceWorkers: 'allow',
      });
      await page.addInitScript(script);
      return { face: faceOf(page), close: () => page.close() };
    },
    close: () => browser.close(),
  };
}

function faceOf(page: Page): Face {
  const troubles: string[] = [];
  listen(page, troubles);
  return {
    async goto(address) {
      await page.goto(address);
    },
    click: (role, name) => page.getByRole(role, { name, exact: true }).click(),
    fill: (label, text) => page.getByLabel(label).fill(text),
    async textOf(role, name) {
      const [text = ''] = await page.getByRole(role, { name, exact: true }).allTextContents();
      return text;
    },
    evaluate: page.evaluate.bind(page),
    troubles,
  };
}
