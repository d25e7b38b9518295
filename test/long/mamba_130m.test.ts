import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAMBA_130M, writeRandomMamba } from '../support/write_random_mamba';

const folder = mkdtempSync(join(tmpdir(), 'unroll-130m-'));
const path = (name: string): string => join(folder, name);

beforeAll(() => writeRandomMamba(path('mamba.safetensors'), MAMBA_130M), 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Samples 20 tokens; returns them, and the largest resident memory in bytes, as Linux counts it. */
async function sampled(form: 'carried' | 'naive'): Promise<{ text: string; most: number }> {
  const flags = ['--backend', 'wasm', '--threads', '2', '--prompt', '510 2565', '--tokens', '20', '--temperature', '0'];
  const args = ['sample', '--init', path('mamba.safetensors'), '--form', form, '--out', path(`${form}.json`), ...flags];
  const child = spawn(process.execPath, ['scripts/headless.mjs', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  let most = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      most = Math.max(most, 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 100);
  const code = await new Promise(resolve => child.on('exit', resolve));
  clearInterval(watch);
  expect(code).toBe(0);
  return { text: JSON.parse(readFileSync(path(`${form}.json`), 'utf8')).text, most };
}

it('a file of the size of mamba-130m samples 20 tokens on wasm, carried as naively, in less than 6 GB', async () => {
  const carried = await sampled('carried');
  expect(carried.text.trim().split(' ')).toHaveLength(20);
  const naive = await sampled('naive');
  expect(naive.text).toBe(carried.text);
  console.log(`at most ${[carried, naive].map(({ most }) => (most / 2 ** 30).toFixed(2)).join(' and ')} GiB`);
  for (const { most } of [carried, naive]) expect(most).toBeLessThan(6e9);
}, 600_000);
