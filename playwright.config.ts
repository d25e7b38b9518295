import { defineConfig } from 'playwright/test';
import { findChromium } from './scripts/chromium.mjs';
import { chromiumFlags } from './scripts/chromium-flags.mjs';
import { locateFirefox } from './scripts/firefox.mjs';

const long = process.env.UNROLL_LONG === '1';
/** Of the long flows: `shared` are two at once, `alone` have the machine to themselves. Otherwise all run, one at a time. */
const part = long ? process.env.UNROLL_PART : undefined;
const longFlows = part === 'alone' ? '**/long/alone/**' : '**/long/**';
const port = process.env.UNROLL_PORT ?? '4748';
const url = `http://localhost:${port}/`;
const vite = 'node node_modules/vite/bin/vite.js';

/** Where it cannot be had, scripts/test.mjs says so. */
function hasFirefox(): boolean {
  try {
    locateFirefox();
    return true;
  } catch {
    return false;
  }
}

export default defineConfig({
  testDir: 'e2e',
  testIgnore: long ? (part === 'shared' ? ['**/long/alone/**'] : []) : ['**/long/**'],
  // What measures times, loses or kills a browser, or fills the memory is in e2e/long/alone.
  workers: long && part !== 'shared' ? 1 : 2,
  fullyParallel: !long,
  // Two flows at once take each other's time, and a busy moment of the machine disturbs what measures times.
  retries: 1,
  timeout: long ? 900_000 : 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list']],
  projects: [
    // One Firefox, which starts once, and first: what it waits for leaves the machine to Chromium.
    ...(hasFirefox()
      ? [
          long
            ? { name: 'firefox', testMatch: `${longFlows}/browsers/**`, workers: 1 }
            : { name: 'firefox', testMatch: '**/browsers/**', testIgnore: '**/long/**', workers: 1 },
        ]
      : []),
    long ? { name: 'chromium', testMatch: longFlows } : { name: 'chromium', testIgnore: '**/long/**' },
  ],
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    // Each test would have the browser keep the whole build. Tests of the service worker allow it.
    serviceWorkers: 'block',
    launchOptions: { executablePath: findChromium(), args: chromiumFlags },
  },
  webServer: {
    command: `${vite} build --logLevel warn && ${vite} preview --port ${port} --strictPort`,
    url,
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
