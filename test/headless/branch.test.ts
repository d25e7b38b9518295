import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../headless/main';
import type { RaceRun } from '../../src/lab/runs/run';
import { readRunFile } from '../../src/lab/runs/run_file';

const folder = mkdtempSync(join(tmpdir(), 'unroll-branches-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const training = { steps: 6, batch: 2, warmup: 2, schedule: 'constant', validate_every: 3, validation_batches: 1 };
const race = {
  task: { name: 'parity', length: 8 },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
  training,
};
const wasm = ['--backend', 'wasm', '--threads', '1'];
const resume = ['run', '--resume', at('end.unroll'), '--save-run', at('on.unroll'), ...wasm];

/** The exit code of a command and what it says. */
async function ends(...argv: string[]): Promise<{ code: number; words: string[] }> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await main(argv);
  const words = said.mock.calls.flat().map(String);
  said.mockRestore();
  return { code, words };
}

function read(name: string): RaceRun {
  const run = readRunFile(readFileSync(at(name)));
  if (run.kind !== 'race') throw new Error(`${name} holds an experiment`);
  return run;
}

const points = ({ members }: RaceRun) =>
  members.map(({ trainer, curve: { seconds: _, ...curve } }) => ({ trainer, curve }));

beforeAll(async () => {
  writeFileSync(at('race.json'), JSON.stringify(race));
  writeFileSync(at('long.json'), JSON.stringify({ ...race, training: { ...training, steps: 12 } }));
  await ends('run', at('race.json'), ...wasm, '--save-run', at('end.unroll'));
});

test('a race with a constant rate goes on after its end, bit for bit as one that was planned longer', async () => {
  await ends('run', at('long.json'), ...wasm, '--save-run', at('long.unroll'));
  expect(await ends(...resume, '--steps', '6')).toEqual({
    code: 0,
    words: ['unroll: The learning rate stays at 0.003 from step 7 to step 12.'],
  });
  const [end, on] = [read('end.unroll'), read('on.unroll')];
  expect(points(on)).toEqual(points(read('long.unroll')));
  expect(on).toMatchObject({ lineage: { id: end.id, step: 6 }, config: { training: { steps: 12 } } });
  expect(on.members[0]).toMatchObject({ status: 'finished', goal: 12 });
  expect(on.id).not.toBe(end.id);
  // A branch goes on from its file by its own plan.
  await ends(...resume, '--steps', '3', '--schedule', 'fall', '--lr', '1e-2');
  await ends(
    'run',
    '--resume',
    at('end.unroll'),
    '--save-run',
    at('whole.unroll'),
    ...wasm,
    '--steps',
    '6',
    '--schedule',
    'cosine',
  );
  expect(read('on.unroll').config.training.branches).toEqual([
    { at: 6, planned: 6, schedule: 'fall', lr: 1e-2, warmup: 1 },
  ]);
  expect(read('whole.unroll').config.training).toMatchObject({ steps: 12, branches: [{ at: 6, schedule: 'cosine' }] });
});

test('a race under way takes another rate for the steps that are left, and keeps its plan without the flags', async () => {
  await ends('run', at('race.json'), ...wasm, '--save-run', at('part.unroll'), '--steps', '2');
  const on = ['run', '--resume', at('part.unroll'), '--save-run', at('rest.unroll'), ...wasm];
  expect(await ends(...on, '--lr', '1e-4')).toEqual({
    code: 0,
    words: ['unroll: The learning rate stays at 0.0001 from step 3 to step 6.'],
  });
  expect(read('rest.unroll').members[0]?.trainer?.steps).toBe(6);
  expect(await ends(...on, '--steps', '2')).toEqual({ code: 0, words: [] });
  expect(read('rest.unroll').config.training.branches).toBeUndefined();
  expect(read('rest.unroll').members[0]?.trainer?.steps).toBe(4);
});

test.each<[readonly string[], RegExp]>([
  [[], /nothing is left to do\. --steps N trains N further ones/],
  [['--lr', '1e-3'], /has trained all its steps; add --steps N/],
  [['--steps', '3', '--lr', '0'], /--lr is a number above 0 and at most 1, not '0'/],
  [['--steps', '3', '--schedule', 'rise'], /--schedule is one of cosine, fall, constant, not 'rise'/],
  [['--steps', '1000000'], /A race has at most 1,000,000 steps\. Ask for 999,994 further ones at most/],
])('%j is refused in one line', async (flags, words) => {
  const { code, words: said } = await ends(...resume, ...flags);
  expect([code, said.length]).toEqual([2, 1]);
  expect(said[0]).toMatch(words);
});

test('the flags need a run file', async () => {
  const { code, words } = await ends('run', at('race.json'), '--out', at('o.json'), '--lr', '1e-3');
  expect([code, words]).toEqual([2, ['unroll: --lr has no effect without --resume; a config has it under training']]);
});
