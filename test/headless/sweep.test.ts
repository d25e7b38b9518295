import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { main } from '../../headless/main';
import { bestOf, sweptRaces } from '../../headless/sweep';
import { parseRunConfig } from '../../src/lab/config/parse_config';
import { curveColumnsOf } from '../../src/lab/race/curve';
import { readRunFile } from '../../src/lab/runs/run_file';
import { latencyColumnsOf } from '../../src/lab/sampling/latency';

const config = parseRunConfig({
  task: { name: 'parity', length: 8 },
  contenders: [
    { name: 'RNN', d_model: 4, blocks: [{ mixer: 'rnn' }], training: { lr: 0.5 } },
    { name: 'Mamba', d_model: 4, blocks: [{ mixer: 'mamba' }] },
  ],
  training: { steps: 2, batch: 2, warmup: 0, validate_every: 1, validation_batches: 1 },
});
const folder = mkdtempSync(join(tmpdir(), 'unroll-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a sweep is every combination of its values; a swept setting wins over a contender’s own', () => {
  const variants = sweptRaces(config, 'training.lr=1e-3,3e-3 blocks.d_state=2,4');
  expect(variants.map(({ settings }) => Object.values(settings))).toEqual([
    [1e-3, 2],
    [1e-3, 4],
    [3e-3, 2],
    [3e-3, 4],
  ]);
  const last = variants[3]?.config;
  expect(last?.training.lr).toBe(3e-3);
  expect(last?.contenders.map(({ training, blocks }) => [training, blocks[0]])).toEqual([
    [{}, { mixer: 'rnn' }],
    [{}, { mixer: 'mamba', d_state: 4 }],
  ]);
  expect(sweptRaces(config, 'training.schedule=cosine,constant')[1]?.config.training.schedule).toBe('constant');
  expect(sweptRaces(config, undefined)).toEqual([{ settings: {}, config }]);
});

it.each([
  ['training.lr', /training\.lr' is not NAME\.KEY=VALUE/],
  ['training.rate=1', /training\.rate=1: .*rate/],
  ['training.lr=-1', /training\.lr=-1: training\.lr/],
  ['models.D=1', /'models' is none of training/],
  ['blocks.taps=1', /no block of the race has 'taps'/],
  ['training.lr=1 training.lr=2', /given twice/],
  ['training.lr=1e-3,0.001', /training\.lr has the value 0\.001 twice/],
  ['training.lr=0x1', /must be a number/],
  [' ', /names no setting/],
  [`task.length=${Array.from({ length: 300 }, (_, i) => i + 4)}`, /more than 256/],
])('refuses --sweep %s', (sweep, message) => expect(() => sweptRaces(config, sweep)).toThrow(message));

it('a setting with which a seed diverged is never the best, whatever its last loss was', () => {
  const report = (
    lr: number,
    seed: number,
    status: 'finished' | 'diverged',
    validation: readonly (number | null)[],
  ) => ({
    ...{ name: 'RNN', contender: 0, seed, seeds: 2, status, blocks: [], parameters: 1, step: 3 },
    ...{ latency: latencyColumnsOf(() => []), naiveLatency: latencyColumnsOf(() => []), settings: { lr } },
    curve: { ...curveColumnsOf(() => []), validation: [...validation] },
  });
  const good = [report(1, 1, 'finished', [3, 2.5]), report(1, 2, 'finished', [3, 2.7])];
  const bad = [report(9, 1, 'finished', [1]), report(9, 2, 'diverged', [1, null])];
  expect(bestOf([...bad, ...good])).toEqual([
    'RNN: the last validation loss is least, 2.6000 (mean of 2 seeds, 2.5000 to 2.7000), at lr 1',
  ]);
  expect(bestOf(good.slice(1))).toEqual(['RNN: the last validation loss is 2.7000, at lr 1']);
  expect(bestOf([report(1, 1, 'finished', [2]), report(2, 1, 'finished', [3])])).toEqual([
    'RNN: the last validation loss is least, 2.0000, at lr 1',
    'Each loss is of one seed; another seed moves it, so a small difference is no finding.',
  ]);
  expect(bestOf(bad)).toEqual(['RNN: no setting gave a validation loss with all seeds']);
  // Losses of different tasks say nothing about each other.
  const of = (length: number, lr: number, loss: number) => ({
    ...report(lr, 1, 'finished', [loss]),
    settings: { 'task.length': length, lr },
  });
  expect(bestOf([of(8, 1, 2), of(8, 3, 1), of(16, 1, 4), of(16, 3, 5)]).slice(0, 2)).toEqual([
    'RNN: with task.length 8 the last validation loss is least, 1.0000, at lr 3',
    'RNN: with task.length 16 the last validation loss is least, 4.0000, at lr 1',
  ]);
});

it('run --seeds 2 --sweep writes every member of every race, and says which setting was best', async () => {
  const path = join(folder, 'config.json');
  const out = join(folder, 'runs.json');
  writeFileSync(path, JSON.stringify(config));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const argv = ['run', path, '--out', out, '--seeds', '2', '--sweep', 'training.lr=1e-3,3e-2', '--backend', 'twin'];
  expect(await main(argv)).toBe(0);
  progress.mockRestore();
  const words = said.mock.calls.flat().map(String);
  expect(words).toHaveLength(2);
  expect(words[0]).toMatch(
    /^RNN: the last validation loss is least, \d\.\d{4} \(mean of 2 seeds, \d\.\d{4} to \d\.\d{4}\), at training\.lr 0\.\d+$/,
  );
  const reports: unknown = JSON.parse(readFileSync(out, 'utf8'));
  expect(reports).toMatchObject(
    [1e-3, 3e-2].flatMap(lr =>
      [0, 1].flatMap(contender =>
        [1, 2].map(seed => ({ settings: { 'training.lr': lr }, contender, seed, step: 2, status: 'finished' })),
      ),
    ),
  );
  expect(await main(['run', path, '--out', out, '--seeds', '11'])).toBe(2);
  said.mockRestore();
});

it('each race of a sweep keeps its weights and its run in files with its number', async () => {
  const path = join(folder, 'kept.json');
  const file = (name: string): string => join(folder, name);
  writeFileSync(path, JSON.stringify(config));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const kept = ['--save', file('w.st'), '--save-run', file('r.unroll')];
  const argv = ['run', path, ...kept, '--sweep', 'training.lr=1e-3,3e-2 training.seeds=1,2', '--backend', 'twin'];
  expect(await main(argv)).toBe(2);
  expect(said.mock.calls.join()).toMatch(/--out is missing: it gets the curves of all races of --sweep/);
  expect(await main([...argv, '--out', file('all.json')])).toBe(0);
  said.mockRestore();
  progress.mockRestore();
  const rates = [1, 2, 3, 4].map(race => {
    const run = readRunFile(readFileSync(file(`r-race-${race}.unroll`)));
    return run.kind === 'race' && [run.config.training.lr, run.members.length];
  });
  expect(rates).toEqual([
    [1e-3, 2],
    [1e-3, 4],
    [3e-2, 2],
    [3e-2, 4],
  ]);
  const weights = ['w-race-1-2.st', 'w-race-2-1-seed-2.st', 'w-race-4-2-seed-1.st'];
  expect(weights.filter(name => !existsSync(file(name)))).toEqual([]);
});

it('a wrong setting of the last race is refused before the first one trains', async () => {
  const path = join(folder, 'config.json');
  const out = join(folder, 'refused.json');
  writeFileSync(
    path,
    JSON.stringify({ ...config, contenders: [{ name: 'A', d_model: 4, blocks: [{ mixer: 'attention', heads: 2 }] }] }),
  );
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const swept = async (...more: string[]): Promise<string> => {
    said.mockClear();
    expect(await main(['run', path, '--out', out, '--backend', 'twin', '--sweep', ...more])).toBe(2);
    return said.mock.calls.join();
  };
  expect(await swept('task.length=8,0')).toMatch(/--sweep: task\.length=0: .*from/);
  expect(await swept('contenders.d_model=4,5')).toMatch(/--sweep: contenders\.d_model=5: .*heads/);
  expect(await swept('task.name=parity,alchemy')).toMatch(/--sweep: task\.name=alchemy: .*alchemy/);
  expect(await swept('training.seeds=1,2', '--seeds', '3')).toMatch(/--seeds has no effect/);
  expect(existsSync(out)).toBe(false);
  said.mockRestore();
});

it('a race of a sweep that does not fit ends it, and the races before it are written', async () => {
  const path = join(folder, 'config.json');
  const out = join(folder, 'fits.json');
  writeFileSync(path, JSON.stringify({ ...config, training: { ...config.training, batch: 256 } }));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const argv = ['run', path, '--out', out, '--backend', 'wasm', '--threads', '1', '--sweep', 'task.length=8,1048576'];
  expect(await main(argv)).toBe(1);
  expect(said.mock.calls.join()).toMatch(/fits\.json has the races before race 2, which cannot be trained: /);
  said.mockRestore();
  progress.mockRestore();
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject([{ step: 2 }, { step: 2 }]);
});

it('a sweep over sources takes the text that one of its races reads, and only that race keeps it', async () => {
  const path = join(folder, 'sources.json');
  const text = join(folder, 'own.txt');
  const out = join(folder, 'sources.out.json');
  writeFileSync(path, JSON.stringify({ ...config, task: { name: 'text', length: 8 } }));
  writeFileSync(text, 'to be, or not to be\n'.repeat(40));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const argv = ['run', path, '--out', out, '--backend', 'wasm', '--threads', '1', '--sweep'];
  const kept = ['--save-run', join(folder, 'sources.unroll')];
  expect(await main([...argv, 'task.source=own,moby-dick', '--text', text, ...kept])).toBe(0);
  const runs = [1, 2].map(race => readRunFile(readFileSync(join(folder, `sources-race-${race}.unroll`))));
  expect(runs).toMatchObject([{ ownText: readFileSync(text, 'utf8') }, { ownText: null }]);
  expect(said.mock.calls.flat()).toContainEqual(
    expect.stringMatching(/^RNN: with task\.source own the last validation loss is \d\.\d{4}$/),
  );
  expect(await main([...argv, 'task.source=own,moby-dick'])).toBe(2);
  expect(said.mock.lastCall?.[0]).toMatch(/--text is missing: .* has the source own in a race of --sweep; give the/);
  expect(await main([...argv, 'task.length=8,16', '--text', text])).toBe(2);
  expect(said.mock.lastCall?.[0]).toMatch(/--text has no effect: .*"source": "own"} in any race of --sweep; leave/);
  said.mockRestore();
  progress.mockRestore();
});
