import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installDebian, placesOnPath } from './install.mjs';

/** Its places where the PATH does not have it. */
const PLACES = {
  darwin: ['', process.env.HOME ?? ''].map(home => `${home}/Applications/Firefox.app/Contents/MacOS/firefox`),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
    .filter(folder => folder !== undefined)
    .map(folder => `${folder}\\Mozilla Firefox\\firefox.exe`),
};

const DRIVERS = '/usr/share/vulkan/icd.d';

/**
 * Where Firefox is on this machine, and the Vulkan driver file of llvmpipe, Mesa's software adapter; undefined: Firefox uses no Vulkan
 * here (macOS, Windows).
 *
 * @typedef {{ path: string, driver: string | undefined }} Firefox
 */

/** @returns {string | undefined} */
function locateDriver() {
  if (!existsSync(DRIVERS)) return undefined;
  const name = readdirSync(DRIVERS).find(file => /^lvp_icd\..*json$/.test(file));
  return name && join(DRIVERS, name);
}

/**
 * The Firefox of this machine, without installing anything: `UNROLL_FIREFOX`, or the system's. Throws an error with the reason where the
 * tests cannot use one.
 *
 * @returns {Firefox}
 */
export function locateFirefox() {
  const chosen = process.env.UNROLL_FIREFOX || undefined;
  if (chosen !== undefined && !existsSync(chosen)) throw new Error(`UNROLL_FIREFOX names no file: ${chosen}`);
  const places = Object.entries(PLACES).find(([platform]) => platform === process.platform)?.[1] ?? [];
  const path = chosen ?? [...placesOnPath(['firefox-esr', 'firefox']), ...places].find(place => existsSync(place));
  if (path === undefined) throw new Error('no Firefox here');
  if (process.platform !== 'linux') return { path, driver: undefined };
  const driver = locateDriver();
  if (driver === undefined) throw new Error("no Vulkan driver of Mesa's software adapter here");
  return { path, driver };
}

/**
 * The Firefox of this machine. Where Firefox or the driver is missing, installs both, as root on Debian. Throws an error with the reason
 * where that does not help.
 *
 * @returns {Firefox}
 */
export function findFirefox() {
  // What was chosen is not replaced by another.
  if (process.env.UNROLL_FIREFOX) return locateFirefox();
  try {
    return locateFirefox();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}: installing Firefox and the driver.`);
  }
  installDebian(['firefox-esr', 'mesa-vulkan-drivers']);
  return locateFirefox();
}
