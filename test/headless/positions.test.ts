import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { main } from '../../headless/main';

const folder = mkdtempSync(join(tmpdir(), 'unroll-'));
const at = (name: string): string => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function write(task: object): string {
  const contenders = [{ name: 'N', d_model: 8, blocks: [{ mixer: 'rnn' }] }];
  writeFileSync(at('race.json'), JSON.stringify({ task, contenders, training: { steps: 2, batch: 2, seeds: 2 } }));
  return at('race.json');
}

/** The race on the twins: its exit code, and what was said. */
async function run(...flags: string[]): Promise<{ code: number; said: string }> {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await main(['run', ...flags, '--out', at('runs.json'), '--backend', 'twin']);
  return { code, said: error.mock.calls.join('\n') };
}

test('run --positions writes losses by position and measures of each seed', async () => {
  const race = write({ name: 'repeated_tokens', length: 8, vocabulary: 5 });
  expect((await run(race, '--positions', at('p.json'))).code).toBe(0);
  const reports = JSON.parse(readFileSync(at('p.json'), 'utf8'));
  expect(reports).toMatchObject([1, 2].map(seed => ({ name: 'N', contender: 0, seed, step: 2, sequences: 256 })));
  for (const { loss, accuracy, measures } of reports) {
    expect([loss.length, accuracy.length]).toEqual([16, 16]);
    const names = measures.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['Loss, first copy', 'Loss, later copies', 'Accuracy, later copies']));
    for (const { value, error } of measures) expect([typeof value, typeof error]).toEqual(['number', 'number']);
  }
  expect(reports[0].loss).not.toEqual(reports[1].loss);
});

test('positions without a scored token are null', async () => {
  const race = write({ name: 'induction_heads', length: 6 });
  expect((await run(race, '--positions', at('p.json'))).code).toBe(0);
  const [{ loss, measures }] = JSON.parse(readFileSync(at('p.json'), 'utf8'));
  expect(loss.slice(0, 5)).toEqual(new Array(5).fill(null));
  expect(loss[5]).toBeGreaterThan(0);
  expect(measures).toEqual([]);
});

test('with --sweep every entry has the settings of its race', async () => {
  const race = write({ name: 'induction_heads', length: 6 });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const { code } = await run(race, '--positions', at('s.json'), '--sweep', 'training.lr=1e-3,1e-2 task.length=6,8');
  expect(code).toBe(0);
  const reports = JSON.parse(readFileSync(at('s.json'), 'utf8'));
  const settings = [1e-3, 1e-2].flatMap(lr => [6, 8].map(length => ({ 'training.lr': lr, 'task.length': length })));
  expect(reports).toMatchObject(settings.flatMap(each => [1, 2].map(seed => ({ settings: each, seed, step: 2 }))));
  expect(reports.map(({ loss }: { loss: number[] }) => loss.length)).toEqual([6, 6, 8, 8, 6, 6, 8, 8]);
});

test('sequences that are too long are refused before anything trains, also of the last race of a sweep', async () => {
  const long = await run(write({ name: 'induction_heads', length: 5000 }), '--positions', at('q.json'));
  expect(long).toMatchObject({ code: 2 });
  expect(long.said).toMatch(/at most 4,096 tokens.*5,000/);
  const race = write({ name: 'induction_heads', length: 6 });
  const swept = await run(race, '--positions', at('q.json'), '--sweep', 'task.length=6,5000');
  expect(swept).toMatchObject({ code: 2 });
  expect(swept.said).toMatch(/at most 4,096 tokens.*5,000/);
  expect(existsSync(at('q.json'))).toBe(false);
});
