import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';

/** A Chromium of its own that can be killed at any moment, and started again with everything that it had stored. */
export class KillableChromium {
  readonly #profile = mkdtempSync(join(tmpdir(), 'unroll-profile-'));
  #process: ReturnType<typeof spawn> | undefined;
  #browser: Browser | undefined;

  /** Starts it with one empty page. */
  async start(): Promise<Page> {
    const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`];
    const started = spawn(findChromium(), [...flags, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#process = started;
    this.#browser = await chromium.connectOverCDP(await addressIn(started.stderr));
    const [context] = this.#browser.contexts();
    if (!context) throw new Error('Chromium has no context');
    return context.newPage();
  }

  /** SIGKILL: none of its processes can do anything more. Resolves when it is gone. */
  async kill(): Promise<void> {
    const killed = this.#process;
    if (killed?.pid === undefined) return;
    const gone = new Promise(resolve => killed.once('exit', resolve));
    process.kill(-killed.pid, 'SIGKILL');
    this.#process = undefined;
    await gone;
    await this.#browser?.close().catch(() => {});
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function addressIn(stderr: NodeJS.ReadableStream | null): Promise<string> {
  if (!stderr) throw new Error('Chromium has no stderr');
  const lines = createInterface({ input: stderr });
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', line => {
      const [, found] = /^DevTools listening on (ws:\S+)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    lines.on('close', () => reject(new Error('Chromium ended before it could be reached')));
  });
  return address;
}
