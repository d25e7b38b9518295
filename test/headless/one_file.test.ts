import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const built = mkdtempSync(join(tmpdir(), 'unroll-built-'));
/** The one file lies here alone: no package can be found. */
const folder = mkdtempSync(join(tmpdir(), 'unroll-alone-'));
const wasm = ['--backend', 'wasm', '--threads', '2'];

function run(program: string, args: readonly string[], cwd?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const alone = (...args: string[]) => run('unroll.mjs', args, folder);

beforeAll(() => {
  expect(run('scripts/build-headless.mjs', ['--folder', built])).toMatchObject({ status: 0 });
  expect(readdirSync(built)).toEqual(['unroll.mjs']);
  copyFileSync(join(built, 'unroll.mjs'), join(folder, 'unroll.mjs'));
});

afterAll(() => {
  for (const made of [built, folder]) rmSync(made, { recursive: true });
});

test('shaders are inside, without comments', () => {
  const text = readFileSync(join(built, 'unroll.mjs'), 'utf8');
  expect(text.match(/@compute/g)?.length).toBeGreaterThan(30);
  expect(text).toContain('var<storage, read> dy: array<f32>;\\n');
});

test('check compares a mixer with the twins, and says how it is started', () => {
  const { status, stdout } = alone('check', '--mixer', 'min_gru', ...wasm);
  expect(stdout).toMatch(/^Adapter: CPU, 2 threads \(WebAssembly/);
  expect(stdout).toMatch(/^ok {5}kernel matmul_nt: /m);
  expect(stdout).toMatch(/\n\d\d passed, 0 failed\n$/);
  expect(status).toBe(0);
  expect(alone('--help').stdout).toMatch(/^Usage: node unroll\.mjs COMMAND/);
});

const reports = z.array(z.object({ status: z.string(), curve: z.object({ loss: z.array(z.number()) }) }));

test('run trains on a text that is inside, as npm run headless does; without webgpu it says so and takes wasm', () => {
  const config = {
    task: { name: 'text', length: 16 },
    contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
    training: { steps: 3, batch: 2, validate_every: 3 },
  };
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config));
  const { status, stderr } = alone('run', path, '--out', 'alone.json');
  expect(stderr).toMatch(/no GPU: the package 'webgpu' is not installed.*Computing on: CPU/);
  expect(status).toBe(0);
  const whole = join(folder, 'whole.json');
  expect(run('scripts/headless.mjs', ['run', path, '--out', whole, ...wasm])).toMatchObject({ status: 0, stdout: '' });
  const [own, other] = ['alone.json', 'whole.json'].map(name =>
    reports.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  );
  expect(own?.[0]).toMatchObject({ status: 'finished' });
  expect(own?.[0]?.curve.loss).toHaveLength(3);
  expect(own).toEqual(other);
});

test('--backend webgpu without the package is a wrong flag', () => {
  const { status, stderr } = alone('check', '--backend', 'webgpu');
  expect(stderr).toMatch(/^unroll: no WebGPU: the package 'webgpu' is not installed.*--backend wasm\n$/);
  expect(status).toBe(2);
});

test('bench writes its rows as a table', () => {
  const { status, stdout } = alone('bench', '--only', 'matmul', '--filter', '1 x 64', '--quick', ...wasm);
  expect(stdout).toMatch(/^# Bench\n\nCPU, 2 threads \(WebAssembly.*\n\n## Matrix products/);
  expect(stdout).toMatch(/^\| 1 x 64 -> 256 \| [\d.]+ GFLOP\/s \(/m);
  expect(status).toBe(0);
});
