import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { installDebian, placesOnPath, runs } from './install.mjs';

const require = createRequire(import.meta.url);

/** Names of the browser on the PATH of a Linux machine. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Places of the browser outside the PATH. */
const PLACES = {
  linux: ['/usr/lib/chromium/chromium', '/usr/lib/chromium-browser/chromium-browser', '/opt/google/chrome/chrome'],
  darwin: ['', process.env.HOME ?? ''].flatMap(home => [
    `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
  ]),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(folder => folder !== undefined)
    .flatMap(folder => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Chromium\\Application\\chrome.exe`,
    ]),
};

/** @returns {string | undefined} */
function installedBrowser() {
  const places = Object.entries(PLACES).find(([platform]) => platform === process.platform)?.[1] ?? [];
  return [...placesOnPath(NAMES), ...places].find(path => existsSync(path));
}

/** @returns {string | undefined} the browser that Playwright downloaded, if it did and it starts */
function downloadedBrowser() {
  /** @type {string} */
  const path = require('playwright').chromium.executablePath();
  // A bare container has the download but not the libraries it needs.
  return existsSync(path) && (process.platform !== 'linux' || runs(path, ['--version'])) ? path : undefined;
}

/**
 * The Chromium of this machine, without installing anything: `UNROLL_CHROMIUM`, a system one, or Playwright's own.
 *
 * @returns {string | undefined}
 */
export function locateChromium() {
  const chosen = process.env.UNROLL_CHROMIUM;
  if (chosen === undefined || chosen === '') return installedBrowser() ?? downloadedBrowser();
  if (!existsSync(chosen)) throw new Error(`UNROLL_CHROMIUM names no file: ${chosen}`);
  return chosen;
}

/**
 * The Chromium of this machine. Installs one if there is none: Playwright's download, or, if that fails and this is root on Debian, the system's package.
 *
 * @returns {string}
 */
export function findChromium() {
  const found = locateChromium();
  if (found !== undefined) return found;
  console.error('No Chromium here: installing one.');
  for (const install of [downloadBrowser, () => installDebian(['chromium'])]) {
    install();
    const installed = locateChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'No Chromium found, and none could be installed. Install Chromium or Chrome, or run `npx playwright install --with-deps chromium`, or set UNROLL_CHROMIUM to a browser.',
  );
}

function downloadBrowser() {
  const cli = join(dirname(require.resolve('playwright/package.json')), 'cli.js');
  runs(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  });
}

/**
 * The Vulkan driver file of SwiftShader, the software adapter that ships beside Chromium. Dawn in Node finds it through `VK_ICD_FILENAMES`.
 *
 * @param {string} chromiumPath
 * @returns {string | undefined} undefined where Dawn does not use Vulkan (macOS, Windows), or where the browser has no such file
 */
export function swiftshaderIcd(chromiumPath) {
  if (process.platform !== 'linux') return undefined;
  // /usr/bin/chromium is a shell script on Debian, so the browser's folder may differ from the folder of its name.
  const folders = [dirname(realpathSync(chromiumPath)), ...PLACES.linux.map(path => dirname(path))];
  return folders.map(folder => join(folder, 'vk_swiftshader_icd.json')).find(path => existsSync(path));
}
