import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { main } from '../../headless/main';
import { readCorpus } from '../../headless/materials';
import { runConfig } from '../../src/lab/config/config';
import type { RaceRun } from '../../src/lab/runs/run';
import { readRunFile, writeRunFile } from '../../src/lab/runs/run_file';
import { runOf } from '../support/driven_run';
import { closeAll, drive } from '../support/driven_session';
import { wasmBackend } from '../support/wasm';

const folder = mkdtempSync(join(tmpdir(), 'unroll-diverged-'));
const at = (name: string): string => join(folder, name);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await closeAll();
});

const wasm = ['--backend', 'wasm', '--threads', '1'];
/** Matrices grow ninefold a step. */
const wild = { lr: 1, weight_decay: 10, warmup: 0 };
const contender = { d_model: 4, blocks: [{ mixer: 'rnn' }] };
const race = {
  task: { name: 'parity', length: 8 },
  contenders: ['A', 'B', 'C'].map(name => ({ ...contender, name, ...(name === 'C' ? {} : { training: wild }) })),
  training: { steps: 60, batch: 2, schedule: 'constant', validate_every: 30, validation_batches: 1 },
};
writeFileSync(at('race.json'), JSON.stringify(race));

async function ends(...argv: string[]): Promise<{ code: number; words: string }> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const code = await main(argv);
  const words = said.mock.calls.join('; ');
  said.mockRestore();
  progress.mockRestore();
  return { code, words };
}

function read(name: string): RaceRun {
  const run = readRunFile(readFileSync(at(name)));
  if (run.kind !== 'race') throw new Error(`${name} holds an experiment`);
  return run;
}

test('all that diverged are named with their steps, in a sweep with its values', async () => {
  const { code, words } = await ends('run', at('race.json'), '--save-run', at('a.unroll'), ...wasm);
  expect([code, words]).toEqual([1, expect.stringMatching(/diverged: A at step \d+; B at step \d+\. .*a\.unroll$/)]);
  const sweep = ['--sweep', 'training.seeds=1,2', '--out', at('s.json')];
  expect((await ends('run', at('race.json'), ...sweep, ...wasm)).words).toMatch(
    /diverged: A at step \d+, training\.seeds 1; .*; A, seed 2 at step \d+, training\.seeds 2 and 2 more\. /,
  );
});

test('a race in which all finished or diverged has ended; with further steps those that diverged begin anew', async () => {
  const resume = ['run', '--resume', at('a.unroll'), '--save-run', at('b.unroll'), ...wasm];
  const over = await ends(...resume);
  expect([over.code, over.words]).toEqual([2, expect.stringMatching(/has trained its 60 steps or has diverged/)]);
  const on = await ends(...resume, '--steps', '5', '--lr', '1e-3');
  expect([on.code, on.words]).toEqual([0, expect.stringMatching(/A diverged; it begins anew, under the new plan\./)]);
  expect(read('b.unroll').members.map(({ status, trainer }) => [status, trainer?.steps])).toEqual(
    new Array(3).fill(['finished', 65]),
  );
  // At the old rate its first step would have made the weights nine times as large.
  for (const { curve } of read('b.unroll').members) expect(curve.loss[1]).toBeLessThan(2);
});

test('a run that was paused in a validation and diverged after it, before the next copy, can be read', async () => {
  const config = runConfig.parse(race);
  const driven = await drive(await wasmBackend(), config, { corpus: readCorpus });
  const [paused, ...others] = driven.session.contenders;
  if (!paused) throw new Error('there is no contender');
  const spy = vi.spyOn(paused.trainer, 'evaluate').mockImplementation(async () => {
    driven.session.pause();
    return false;
  });
  driven.session.play();
  await driven.session.idle();
  spy.mockRestore();
  expect(others.map(({ steps }) => steps)).toEqual([0, 0]);
  const run = runOf(driven, config);
  expect(run.members[0]?.waiting?.step).toEqual(Float64Array.of(1));
  writeFileSync(at('paused.unroll'), writeRunFile(run));
  const { code } = await ends('run', '--resume', at('paused.unroll'), '--save-run', at('on.unroll'), ...wasm);
  expect(code).toBe(1);
  const [first] = read('on.unroll').members;
  expect(first).toMatchObject({ status: 'diverged', trainer: { steps: 1 } });
  expect(first?.curve.step[0]).toBe(1);
});
