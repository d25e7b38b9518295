import { type Browser, chromium } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';

/** Ends the browser's GPU process, as a crash of a driver would. */
export async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // No answer comes, because its sender is gone.
  void session.send('Browser.crashGpuProcess').catch(() => {});
}

/** A browser whose GPU process may crash as often as a test wants. */
export function patientBrowser(): Promise<Browser> {
  const flags = [...chromiumFlags, '--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'];
  return chromium.launch({ executablePath: findChromium(), args: flags });
}
