/**
 * `npm test`: every check, in order, even after a failure. `npm run test:long`: the checks that take minutes each, from test/long and e2e/long.
 *
 *   npm test                                    everything
 *   npm test -- --only lint,types               some stages: lint, types, imports, vitest, e2e
 *   npm test -- --only vitest test/gpu          some files of a stage: filters of vitest or playwright
 *
 * The last line is `N passed, N failed`. The exit code is 0 only when nothing failed. A stage that ran no test counts as failed, and
 * a skipped test, too. Only the flows in Firefox, and in the long run the checks in PyTorch, may be skipped, where they cannot be had. A
 * line before the last one says so.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium } from './chromium.mjs';
import { findFirefox } from './firefox.mjs';
import { findTorch } from './python.mjs';
import { countPlaywright, countVitest } from './test-reports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = 'node_modules/@biomejs/biome/bin/biome';
const biomeOutput = ['--max-diagnostics=200', ...(process.stdout.isTTY ? [] : ['--colors=off'])];
const importRules = [
  'performance/noBarrelFile',
  'performance/noReExportAll',
  'style/noRestrictedImports',
  'suspicious/noImportCycles',
];

/**
 * A stage is one program. `count` reads the report that it wrote; without it the stage is one test. `parts` are environments, in each of
 * which it runs once.
 *
 * @typedef {import('./test-reports.mjs').Count} Count
 * @typedef {{ name: string, title: string, args: string[], filters?: boolean, env?: (report: string) => Record<string, string>, parts?: Record<string, string>[], count?: (report: unknown) => Count }} Stage
 */

/** @type {(report: string, long: boolean) => Stage[]} */
const stages = (report, long) => [
  {
    name: 'lint',
    title: 'Format and lint',
    args: [biome, 'ci', '--error-on-warnings', ...biomeOutput, ...importRules.map(rule => `--skip=${rule}`)],
  },
  { name: 'types', title: 'Types', args: ['node_modules/typescript/bin/tsc', '--project', '.'] },
  {
    name: 'imports',
    title: 'Import rules',
    args: [biome, 'lint', '--error-on-warnings', ...biomeOutput, ...importRules.map(rule => `--only=${rule}`)],
  },
  {
    name: 'vitest',
    title: 'Units, shaders, gradients, GPU against twins',
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    filters: true,
    count: countVitest,
  },
  {
    name: 'e2e',
    title: 'End to end',
    // A filter may leave a part without tests, and not the stage.
    args: ['node_modules/playwright/cli.js', 'test', '--reporter=list,json', '--pass-with-no-tests'],
    filters: true,
    env: file => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    ...(long ? { parts: [{ UNROLL_PART: 'shared' }, { UNROLL_PART: 'alone' }] } : {}),
    count: countPlaywright,
  },
];

/**
 * @param {string[]} args
 * @param {Record<string, string>} env beside this process's own
 * @returns {Promise<boolean>} whether the program ended well
 */
function run(args, env) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => resolve(false));
    child.on('exit', code => resolve(code === 0));
  });
}

/**
 * @param {Stage} stage
 * @param {string} report
 * @param {string[]} filters
 * @returns {Promise<Count>}
 */
async function count(stage, report, filters) {
  const total = { passed: 0, failed: 0 };
  for (const part of stage.parts ?? [{}]) {
    const { passed, failed } = await countPart(stage, { ...stage.env?.(report), ...part }, report, filters);
    total.passed += passed;
    total.failed += failed;
  }
  return total.passed + total.failed > 0 ? total : { passed: 0, failed: 1 };
}

/**
 * @param {Stage} stage
 * @param {Record<string, string>} env
 * @param {string} report
 * @param {string[]} filters
 * @returns {Promise<Count>}
 */
async function countPart(stage, env, report, filters) {
  const ended = await run([...stage.args, ...(stage.filters ? filters : [])], env);
  if (stage.count === undefined) return { passed: ended ? 1 : 0, failed: ended ? 0 : 1 };
  try {
    const { passed, failed } = stage.count(JSON.parse(readFileSync(report, 'utf8')));
    // An error outside every test fails the stage itself.
    return { passed, failed: failed === 0 && !ended ? 1 : failed };
  } catch (error) {
    console.error(`${stage.title}: no usable report (${error instanceof Error ? error.message : error})`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(report, { force: true });
  }
}

/**
 * Finds Firefox, or installs it.
 *
 * @returns {string | undefined} why the flows do not run there; undefined: they do
 */
function whyNoFirefox() {
  try {
    findFirefox();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Finds a Python with torch, or installs it, and names it to the tests.
 *
 * @returns {string | undefined} why the checks in PyTorch do not run; undefined: they do
 */
function whyNoTorch() {
  try {
    process.env.UNROLL_PYTHON = findTorch().python;
    return undefined;
  } catch (error) {
    process.env.UNROLL_PYTHON = '';
    return error instanceof Error ? error.message : String(error);
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' }, long: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const folder = mkdtempSync(join(tmpdir(), 'unroll-test-'));
  // The configs of vitest and playwright read it.
  process.env.UNROLL_LONG = values.long ? '1' : '';
  const all = stages(join(folder, 'report.json'), values.long).filter(stage => !values.long || stage.filters);
  const names = values.only?.split(',') ?? all.map(stage => stage.name);
  const unknown = names.filter(name => !all.some(stage => stage.name === name));
  if (unknown.length > 0) {
    console.error(`No stage ${unknown.join(', ')}; the stages are ${all.map(stage => stage.name).join(', ')}.`);
    return 2;
  }
  try {
    // Found, or installed, once for all stages.
    if (names.some(name => name === 'vitest' || name === 'e2e')) process.env.UNROLL_CHROMIUM = findChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  const firefox = names.includes('e2e') ? whyNoFirefox() : undefined;
  const torch = names.includes('vitest') && values.long ? whyNoTorch() : undefined;
  // `npm run test:pytorch`, which has nothing else to run.
  if (torch !== undefined && positionals.length > 0 && positionals.every(filter => filter.includes('pytorch'))) {
    console.log(`PyTorch: not run (${torch})`);
    return 0;
  }
  const total = { passed: 0, failed: 0 };
  for (const stage of all.filter(({ name }) => names.includes(name))) {
    console.log(`\n=== ${stage.title} (${stage.name})`);
    const start = performance.now();
    const report = join(folder, 'report.json');
    const { passed, failed } = await count(stage, report, positionals);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`=== ${stage.title}: ${passed} passed, ${failed} failed, ${seconds} s`);
  }
  rmSync(folder, { recursive: true });
  if (firefox !== undefined) console.log(`\nFirefox: not run (${firefox}); its flows are skipped`);
  if (torch !== undefined) console.log(`\nPyTorch: not run (${torch}); its checks are skipped`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
