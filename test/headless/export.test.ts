import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test, vi } from 'vitest';
import { readBatches } from '../../headless/files';
import { main } from '../../headless/main';
import { readCheckpoint } from '../../src/lab/export/checkpoint';
import { openTask } from '../../src/tasks/registry';
import { materials } from '../tasks/materials';

const folder = mkdtempSync(join(tmpdir(), 'unroll-export-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const task = { name: 'parity', length: 6 };
const race = at('race.json');
writeFileSync(
  race,
  JSON.stringify({
    task,
    contenders: ['lstm', 'gru'].map(mixer => ({ name: mixer, d_model: 4, blocks: [{ mixer }] })),
    training: { steps: 3, batch: 2, seed: 5 },
  }),
);

async function fails(...argv: string[]): Promise<string> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    expect(await main(argv)).toBe(2);
    return String(said.mock.calls.at(-1)?.[0]);
  } finally {
    said.mockRestore();
  }
}

test('batches are those of the race, from the step that is asked for', async () => {
  expect(await main(['batches', race, '--out', at('b.safetensors'), '--first', '4', '--steps', '3'])).toBe(0);
  const { steps } = readBatches(at('b.safetensors'), 4);
  const opened = await openTask(task, 5, materials);
  expect(steps).toEqual([4, 5, 6].map(step => opened.batch('train', step, 2)));
  expect(await fails('batches', race, '--out', at('c.safetensors'), '--split', 'test')).toContain('--split is train');
  expect(await fails('batches', race, '--out', at('c.safetensors'), '--steps', '0')).toContain('--steps is a whole');
});

test('export goes on from the weights of run --save', async () => {
  const saved = ['--out', at('run.json'), '--save', at('w.safetensors'), '--backend', 'twin'];
  expect(await main(['run', race, ...saved])).toBe(0);
  expect(await main(['export', race, '--weights', at('w.safetensors'), '--steps', '2', '--out', at('p.zip')])).toBe(0);
  const files = unzipSync(readFileSync(at('p.zip')));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['model.py', 'train.py', 'data/seed-5/train-3.safetensors', 'weights/1/model.safetensors']),
  );
  for (const n of [0, 1]) {
    const { values, about } = readCheckpoint(files[`weights/${n}/model.safetensors`] ?? new Uint8Array());
    expect(values).toEqual(readCheckpoint(readFileSync(at(`w-${n + 1}.safetensors`))).values);
    expect(about.get('step')).toBe('3');
  }
});

test('export refuses weights of another model, and flags without effect', async () => {
  writeFileSync(at('w2-1.safetensors'), readFileSync(at('w-2.safetensors')));
  writeFileSync(at('w2-2.safetensors'), readFileSync(at('w-1.safetensors')));
  const out = ['--out', at('q.zip')];
  expect(await fails('export', race, '--weights', at('w2.safetensors'), ...out)).toContain('weights of another model');
  expect(await fails('export', race, '--text', race, ...out)).toContain('--text has no effect');
  const brought = { name: 'B', d_model: 4, blocks: [{ mixer: 'lstm' }], weights: 'some-file' };
  writeFileSync(at('brought.json'), JSON.stringify({ task, contenders: [brought] }));
  expect(await fails('export', at('brought.json'), ...out)).toContain('B begins with the weights of a file');
  writeFileSync(at('x.unroll'), 'no zip');
  expect(await fails('export', at('x.unroll'), '--weights', race, ...out)).toContain('--weights has no effect');
  expect(await fails('export', at('x.unroll'), ...out)).toMatch(/^unroll: .*x\.unroll: /);
});
