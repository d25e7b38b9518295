import puppeteer from 'puppeteer-core';
import { locateFirefox } from './firefox.mjs';

/** WebGPU is not on by default everywhere, and a software adapter is on the list of those to avoid. */
const PREFERENCES = { 'gfx.webgpu.force-enabled': true, 'gfx.webgpu.ignore-blocklist': true };

/**
 * Firefox on llvmpipe, driven over WebDriver BiDi: Playwright drives a Firefox of its own alone. Throws where there is none.
 *
 * @param {boolean} webgpu whether pages may use WebGPU
 */
export function launchFirefox(webgpu = true) {
  const { path, driver } = locateFirefox();
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    extraPrefsFirefox: { 'dom.webgpu.enabled': webgpu, ...(webgpu ? PREFERENCES : {}) },
    env: { ...process.env, ...(driver === undefined ? {} : { VK_ICD_FILENAMES: driver }) },
  });
}
