import { type Browser, chromium } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';

/** Ends the process that the GPU lives in, as a driver's fall would. */
export async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // The answer does not come: its sender is gone.
  void session.send('Browser.crashGpuProcess').catch(() => {});
}

/** A browser whose GPU may fall as often as a test wants. */
export function patientBrowser(): Promise<Browser> {
  const flags = [...chromiumFlags, '--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'];
  return chromium.launch({ executablePath: findChromium(), args: flags });
}
