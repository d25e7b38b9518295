import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../headless/main';
import { readExperimentRun } from '../../headless/run_file';
import { experiments } from '../../src/lab/experiments/registry';
import { readRunFile } from '../../src/lab/runs/run_file';
import { untimed } from '../support/untimed';

const folder = mkdtempSync(join(tmpdir(), 'unroll-'));
const out = (name: string): string => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
const params = { shortest: 4, longest: 16, tokens: 16, samples: 3, seed: 5, contenders: [lstm] };

const training = { steps: 2, batch: 2, train_length: 4, seeds: 2, tokens: 16 };

function paramsFile(value: unknown): string {
  writeFileSync(out('params.json'), JSON.stringify(value));
  return out('params.json');
}

async function fails(...argv: string[]): Promise<string> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  said.mockClear();
  expect(await main(['experiment', ...argv])).toBe(2);
  expect(said).toHaveBeenCalledOnce();
  const line = String(said.mock.calls[0]?.[0]);
  expect(line).not.toContain('\n');
  return line;
}

describe('headless experiment', () => {
  it('lists every experiment', async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    expect(await main(['experiment', '--list'])).toBe(0);
    const text = said.mock.calls.join('\n');
    for (const { name } of experiments) expect(text).toContain(name);
  });

  it('writes rows, summary, and CSV, with progress on standard error', async () => {
    const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const files = [
      '--params',
      paramsFile(params),
      '--out',
      out('r.json'),
      '--csv',
      out('r.csv'),
      '--save-run',
      out('r.unroll'),
    ];
    expect(await main(['experiment', 'training_cost', ...files, '--backend', 'twin'])).toBe(0);
    const result = JSON.parse(readFileSync(out('r.json'), 'utf8'));
    expect(result).toMatchObject({ experiment: 'training_cost', seed: 5, ended: 'finished', params: { longest: 16 } });
    expect(result.adapter).toMatch(/CPU/);
    expect(result.seconds).toBeGreaterThan(0);
    expect(result.rows.map((row: { length: number }) => row.length)).toEqual([4, 8, 16]);
    expect(result.summary[0]).toMatch(/exponent/);
    const run = readRunFile(readFileSync(out('r.unroll')));
    expect(run).toMatchObject({ kind: 'experiment', engine: { backend: 'twin' }, lineage: null, outcome: result });
    const [header, ...lines] = readFileSync(out('r.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('contender,length,batch,milliseconds,p10,p90,bytes,status');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^LSTM,4,4,/);
    expect(progress.mock.calls.some(([line]) => String(line).startsWith('100 %'))).toBe(true);
  });

  it('keeps the rows so far when interrupted', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(process.stderr, 'write').mockImplementation(() => {
      process.emit('SIGINT', 'SIGINT');
      return true;
    });
    const files = ['--params', paramsFile(params), '--out', out('part.json')];
    expect(await main(['experiment', 'training_cost', ...files, '--backend', 'twin'])).toBe(130);
    const result = JSON.parse(readFileSync(out('part.json'), 'utf8'));
    expect(result.ended).toBe('interrupted');
    expect(result.rows).toHaveLength(1);
  });

  it('goes on with a run file as a kill leaves it, and ends with the rows of an undisturbed run', async () => {
    const parity = { task: { name: 'parity', shortest: 1 }, train_length: 8 };
    const words = { ...training, ...parity, lengths: [3, 4, 5], contenders: [lstm, { ...lstm, name: 'LSTM again' }] };
    const whole = ['--params', paramsFile(words), '--out', out('whole.json'), '--save-run', out('whole.unroll')];
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => {
      if (existsSync(out('whole.unroll'))) copyFileSync(out('whole.unroll'), out('left.unroll'));
      // The file is rewritten until the end, and the copy is that of its first half.
      if (existsSync(out('left.unroll')) && readExperimentRun(out('left.unroll')).cells?.length === 5)
        said.mockReturnValue(true);
      return true;
    });
    expect(await main(['experiment', 'length_generalisation', ...whole, '--backend', 'twin'])).toBe(0);
    const left = readExperimentRun(out('left.unroll'));
    expect(left).toMatchObject({ outcome: { ended: 'interrupted' } });
    expect(left.cells).toHaveLength(5);
    const further = ['--resume', out('left.unroll'), '--save-run', out('left.unroll'), '--out', out('further.json')];
    expect(await main(['experiment', ...further])).toBe(0);
    const [expected, resumed] = [out('whole.json'), out('further.json')].map(path =>
      JSON.parse(readFileSync(path, 'utf8')),
    );
    expect(untimed(resumed.rows)).toEqual(untimed(expected.rows));
    expect(resumed).toMatchObject({ ended: 'finished', params: expected.params, adapter: expected.adapter });
    const [run, kept] = [out('left.unroll'), out('whole.unroll')].map(readExperimentRun);
    expect(run).toMatchObject({ id: left.id, created: left.created, engine: kept?.engine });
    expect(run?.cells?.map(({ key }) => key)).toEqual(kept?.cells?.map(({ key }) => key));
    expect(run?.cells?.slice(0, 5)).toEqual(left.cells);
    expect(await fails('--resume', out('left.unroll'), '--save-run', out('left.unroll'))).toMatch(/has finished/);
    const again = ['--resume', out('whole.unroll'), '--save-run', out('x.unroll')];
    expect(await fails('scaling', ...again)).toMatch(/leave scaling out/);
    expect(await fails('--params', paramsFile({}), ...again)).toMatch(/--params has no effect/);
  });

  it('bad names and parameters give one line and exit code 2', async () => {
    const rest = ['--out', out('x.json'), '--backend', 'twin'];
    expect(await fails('alchemy', ...rest)).toMatch(/alchemy.*training_cost/);
    expect(await fails(...rest)).toMatch(/name/);
    expect(await fails('training_cost', 'scaling', ...rest)).toMatch(/one name/);
    expect(await fails('training_cost', '--backend', 'twin')).toMatch(/--out is missing/);
    expect(await fails('training_cost', '--params', paramsFile({ longest: -1 }), ...rest)).toMatch(/longest/);
    expect(await fails('training_cost', '--params', paramsFile({ sideways: 1 }), ...rest)).toMatch(/sideways/);
    const broken = { contenders: [{ ...lstm, blocks: [{ mixer: 'alchemy' }] }] };
    expect(await fails('training_cost', '--params', paramsFile(broken), ...rest)).toMatch(/alchemy/);
    const noTask = { task: { name: 'alchemy' }, contenders: [lstm] };
    expect(await fails('vanishing_gradients', '--params', paramsFile(noTask), ...rest)).toMatch(/alchemy/);
    expect(await fails('--list', 'scaling')).toMatch(/scaling/);
  });
});
