import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readExperimentRun } from '../../headless/run_file';
import { delay } from '../../src/lab/delay';
import { untimed } from '../support/untimed';

const folder = mkdtempSync(join(tmpdir(), 'unroll-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const params = {
  task: { name: 'parity', shortest: 1 },
  train_length: 20,
  batch: 32,
  seeds: 3,
  steps: 60,
  lengths: [20, 40, 64],
  contenders: ['First', 'Second'].map(name => ({ name, d_model: 16, blocks: [{ mixer: 'lstm' }] })),
};

function start(...argv: string[]) {
  return spawn(process.execPath, ['scripts/headless.mjs', 'experiment', ...argv, '--backend', 'wasm'], {
    stdio: 'ignore',
  });
}

function cellsIn(path: string): number {
  return existsSync(path) ? (readExperimentRun(path).cells?.length ?? 0) : 0;
}

it('an experiment that is killed again and again ends with the rows of one that was not', async () => {
  writeFileSync(file('params.json'), JSON.stringify(params));
  const begin = ['length_generalisation', '--params', file('params.json'), '--save-run'];
  const whole = start(...begin, file('whole.unroll'));
  expect(await once(whole, 'exit')).toEqual([0, null]);
  const killed = file('killed.unroll');
  let process = start(...begin, killed);
  for (const cells of [1, 6, 13]) {
    while (cellsIn(killed) < cells && process.exitCode === null) await delay(5);
    process.kill('SIGKILL');
    await once(process, 'exit');
    expect(readExperimentRun(killed).outcome.ended).toBe('interrupted');
    process = start('--resume', killed, '--save-run', killed);
  }
  expect(await once(process, 'exit')).toEqual([0, null]);
  const [expected, resumed] = [readExperimentRun(file('whole.unroll')), readExperimentRun(killed)];
  expect(untimed(resumed.outcome.rows)).toEqual(untimed(expected.outcome.rows));
  expect(resumed.cells?.map(({ key, value }) => [key, untimed([Object(value)])])).toEqual(
    expected.cells?.map(({ key, value }) => [key, untimed([Object(value)])]),
  );
}, 300_000);
