import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { main } from '../../headless/main';

const folder = mkdtempSync(join(tmpdir(), 'unroll-inspect-'));
const out = (name: string) => join(folder, name);
const cpu = ['--backend', 'twin'];
const how = ['--init', out('w.st'), ...cpu];

beforeAll(async () => {
  const config = {
    task: { name: 'induction_heads', length: 16 },
    contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'lstm', mlp: 12 }] }],
    training: { steps: 2, batch: 2 },
  };
  writeFileSync(out('race.json'), JSON.stringify(config));
  expect(await main(['run', out('race.json'), '--out', out('runs.json'), '--save', out('w.st'), ...cpu])).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What a command wrote on standard output, or its error. */
async function said(stream: 'stdout' | 'stderr', code: number, ...argv: string[]): Promise<string> {
  const wrote =
    stream === 'stdout'
      ? vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
      : vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    expect(await main(['inspect', ...argv])).toBe(code);
    return wrote.mock.calls.flat().join('');
  } finally {
    wrote.mockRestore();
  }
}

it('inspect lists all tensors, and its file has the values of the blocks', async () => {
  const listed = await said('stdout', 0, ...how, '--example', '1', '--out', out('i.json'));
  expect(listed).toContain('backbone.layers.0.mixer.weight_hh_l0.grad  gradient  32 x 8\n');
  expect(listed).toContain('backbone.layers.0.state.h  state  8\n');
  const { flow, tensors, step, input } = JSON.parse(readFileSync(out('i.json'), 'utf8'));
  expect([step, input.index, tensors.length]).toEqual([2, 1, listed.trim().split('\n').length]);
  expect(flow.layers).toHaveLength(2);
  expect(flow.states[0].series.map(({ name }: { name: string }) => name)).toEqual(['h', 'c']);
  expect(flow.embedded).toHaveLength(flow.glyphs.length);
});

it('inspect gives one tensor as .npy, .csv, and .json, and its figures', async () => {
  const tensor = ['--tensor', 'backbone.layers.0.mixer.cells'];
  const words = await said('stdout', 0, ...how, ...tensor, '--out', out('t.json'));
  expect(words).toContain('axes sequence, token, channel; f32');
  const { values, shape, axes } = JSON.parse(readFileSync(out('t.json'), 'utf8')).tensor;
  expect(axes).toEqual(['sequence', 'token', 'channel']);
  expect(values).toHaveLength(shape[1] * 8);
  await said('stdout', 0, ...how, ...tensor, '--out', out('t.csv'));
  const [header, first] = readFileSync(out('t.csv'), 'utf8').split('\n');
  expect(header).toBe('sequence,token,channel,value');
  expect(first).toBe(`0,0,0,${values[0]}`);
  await said('stdout', 0, ...how, ...tensor, '--out', out('t.npy'));
  const file = readFileSync(out('t.npy'));
  expect(file.subarray(1, 6).toString()).toBe('NUMPY');
  expect(file.readDoubleLE(file.length - 8)).toBe(values.at(-1));
});

it('inspect refuses what it cannot do, and says what to write', async () => {
  const refused = (...argv: string[]) => said('stderr', 2, ...how, ...argv);
  expect(await refused('--tensor', 'nobody')).toMatch(/There is no tensor 'nobody'\. There are backbone/);
  expect(await refused('--out', out('t.npy'))).toMatch(/\.json without --tensor/);
  expect(await refused('--tensor', 'x', '--out', out('t.txt'))).toMatch(/ends with \.npy, \.csv, or \.json/);
  expect(await refused('--example=-1')).toMatch(/--example is a whole number/);
  expect(await refused('--example', '1', '--prompt', 'a')).toMatch(/--example has no effect/);
});
