import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { main } from '../../headless/main';
import type { RaceRun } from '../../src/lab/runs/run';
import { writeRunFile } from '../../src/lab/runs/run_file';
import { madeUpExperiment, madeUpRace } from '../support/runs';

const folder = mkdtempSync(join(tmpdir(), 'unroll-weights-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const race = {
  task: { name: 'parity', length: 8 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba', d_state: 4 }] },
  ],
  training: { steps: 3, batch: 2, warmup: 1, seeds: 2, validate_every: 3, validation_batches: 1 },
};
writeFileSync(at('race.json'), JSON.stringify(race));

async function ends(...argv: string[]): Promise<{ code: number; said: string; lines: string[] }> {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const code = await main(argv);
  const lines = out.mock.calls
    .map(([text]) => String(text))
    .join('')
    .split('\n');
  const said = error.mock.calls.join('; ');
  for (const spy of [error, out, progress]) spy.mockRestore();
  return { code, said, lines: lines.filter(line => line !== '') };
}

/** The made-up race with other members. */
function kept(name: string, change: (member: RaceRun['members'][number], index: number) => object): string {
  const run = madeUpRace();
  const members = run.members.map((member, index) => ({ ...member, ...change(member, index) }));
  writeFileSync(at(name), writeRunFile({ ...run, members }));
  return at(name);
}

test.each(['wasm', 'twin'])('a finished run on %s gives the files of run --save, byte for byte', async backend => {
  const saves = ['--save', at('saved.safetensors'), '--save-run', at('run.unroll')];
  expect(await ends('run', at('race.json'), ...saves, '--backend', backend)).toMatchObject({ code: 0 });
  expect(await ends('weights', at('run.unroll'), '--out', at('w.safetensors'))).toEqual({
    code: 0,
    said: '',
    lines: ['1-seed-1', '1-seed-2', '2-seed-1', '2-seed-2'].map(
      (mark, index) =>
        `${at(`w-${mark}.safetensors`)}  ${index < 2 ? 'LSTM' : 'Mamba'}, seed ${(index % 2) + 1}, step 3`,
    ),
  });
  for (const mark of ['1-seed-1', '1-seed-2', '2-seed-1', '2-seed-2'])
    expect(readFileSync(at(`w-${mark}.safetensors`)).equals(readFileSync(at(`saved-${mark}.safetensors`)))).toBe(true);
  const asked = ['sample', '--init', at('w-2-seed-1.safetensors'), '--sequences', '1', '--backend', 'twin'];
  expect(await ends(...asked)).toMatchObject({ code: 0, said: '' });
});

test('a contender without weights is named, and the others are written; of one that diverged the last that were kept', async () => {
  const file = kept('part.unroll', (_, index) => (index === 0 ? { status: 'diverged' } : {}));
  const { code, said, lines } = await ends('weights', file, '--out', at('p.safetensors'));
  expect({ code, said }).toEqual({ code: 0, said: `unroll: ${file}: RNN, seed 2 has no step that was kept` });
  expect(lines).toEqual([
    `${at('p-1-seed-1.safetensors')}  LSTM, seed 1, step 10, the last that was kept before it diverged`,
    `${at('p-1-seed-2.safetensors')}  LSTM, seed 2, step 9`,
    `${at('p-2-seed-1.safetensors')}  RNN, seed 1, step 8`,
  ]);
  expect(existsSync(at('p-2-seed-2.safetensors'))).toBe(false);
});

test('a file without weights is refused, and what is no run of a race', async () => {
  const out = ['--out', at('o.safetensors')];
  const none = kept('none.unroll', (_, index) => ({
    trainer: undefined,
    status: ['frozen', 'diverged'][index] ?? 'paused',
  }));
  expect(await ends('weights', none, ...out)).toEqual({
    code: 2,
    said: `unroll: ${none} holds no weights: LSTM, seed 1 is not trained, and its weights are in a file of their own, LSTM, seed 2 diverged before a step was kept, RNN, seed 1 has no step that was kept, RNN, seed 2 has no step that was kept; train it by 'run --resume ${none} --save-run ${none}'`,
    lines: [],
  });
  const frozen = kept('frozen.unroll', () => ({ trainer: undefined, status: 'frozen' }));
  expect((await ends('weights', frozen, ...out)).said).not.toContain('--resume');
  writeFileSync(at('experiment.unroll'), writeRunFile(madeUpExperiment()));
  const refused = async (...argv: string[]) => {
    const { code, said } = await ends('weights', ...argv);
    expect(code).toBe(2);
    return said;
  };
  expect(await refused(at('experiment.unroll'), ...out)).toContain('holds an experiment; give a run file of a race');
  expect(await refused(...out)).toContain('weights takes one run file');
  expect(await refused(none)).toContain('--out is missing');
  expect(await refused(none, ...out, '--steps', '1')).toContain('weights takes no --steps');
});

test('who looks for it elsewhere is told of it', async () => {
  const file = kept('good.unroll', () => ({}));
  const named = `'weights ${file} --out W.safetensors'`;
  const resumed = await ends('run', '--resume', file, '--steps', '0', '--save', at('x.safetensors'));
  expect(resumed).toMatchObject({ code: 2, said: expect.stringMatching(/--steps 0 trains nothing; /) });
  expect(resumed.said).toContain(named);
  expect((await ends('sample', '--init', file)).said).toContain(`${named} writes those in it`);
});
