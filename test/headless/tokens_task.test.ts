import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { main } from '../../headless/main';
import { smallTokenizer } from '../support/small_tokenizer';

const folder = mkdtempSync(join(tmpdir(), 'unroll-tokens-'));
const at = (name: string): string => join(folder, name);
const twin = ['--backend', 'twin'];
afterAll(() => rmSync(folder, { recursive: true }));

function race(task: object): string {
  const contenders = [{ name: 'A', d_model: 4, blocks: [{ mixer: 'rnn' }] }];
  writeFileSync(at('race.json'), JSON.stringify({ task, contenders, training: { steps: 4, batch: 2 } }));
  return at('race.json');
}

async function said(code: number, ...argv: string[]): Promise<string> {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const ended = await main(argv);
  const words = error.mock.calls.join();
  error.mockRestore();
  write.mockRestore();
  expect({ ended, words }).toMatchObject({ ended: code });
  return words;
}

it('own numbers are trained on, batched, and exported', async () => {
  writeFileSync(at('numbers.txt'), Array.from({ length: 400 }, (_, i) => (i * i) % 7).join(' '));
  const config = race({ name: 'tokens', source: 'own', tokens: 7, length: 8 });
  const text = ['--text', at('numbers.txt')];
  await said(0, 'run', config, ...text, '--out', at('runs.json'), ...twin);
  await said(0, 'batches', config, ...text, '--out', at('b.safetensors'), '--steps', '2');
  await said(0, 'export', config, ...text, '--out', at('p.zip'), '--steps', '2');
  expect(await said(2, 'run', config, '--out', at('runs.json'), ...twin)).toMatch(/--text is missing/);
});

it('a tokenizer is given to every command whose task reads by it', async () => {
  writeFileSync(at('tokenizer.json'), smallTokenizer);
  writeFileSync(at('own.txt'), 'ab c abab cc '.repeat(40));
  const config = race({ name: 'tokens', read: 'tokenizer', source: 'own', tokens: 9, length: 8 });
  const tokenizer = ['--tokenizer', at('tokenizer.json')];
  const own = [...tokenizer, '--text', at('own.txt')];
  const out = ['--save-run', at('a.unroll'), '--save', at('w.safetensors'), '--steps', '2'];
  await said(0, 'run', config, ...own, ...out, ...twin);
  await said(0, 'run', '--resume', at('a.unroll'), ...tokenizer, '--out', at('runs.json'), ...twin);
  expect(JSON.parse(readFileSync(at('runs.json'), 'utf8'))).toMatchObject([{ status: 'finished', step: 4 }]);
  await said(0, 'export', at('a.unroll'), ...tokenizer, '--out', at('p.zip'), '--steps', '2');
  writeFileSync(at('other.json'), smallTokenizer.replace('"a":0,"b":1', '"b":0,"a":1'));
  for (const command of [['run', '--resume'], ['export']]) {
    const written = ['--tokenizer', at('other.json'), '--out', at('other.zip'), ...(command.length > 1 ? twin : [])];
    expect(await said(2, ...command, at('a.unroll'), ...written)).toMatch(
      /a\.unroll was trained on other tokens than those here, so it cannot go on; give .* as --tokenizer/,
    );
  }
  const sample = ['sample', '--init', at('w.safetensors'), '--tokens', '3', ...twin];
  await said(0, ...sample, ...own);
  expect(await said(2, 'run', '--resume', at('a.unroll'), '--out', at('runs.json'), ...twin)).toMatch(
    /--tokenizer is missing: the task of .*a\.unroll reads by a tokenizer/,
  );
  writeFileSync(at('latin.json'), Buffer.from('{"Ä": 1}', 'latin1'));
  expect(await said(2, ...sample, '--text', at('own.txt'), '--tokenizer', at('latin.json'))).toMatch(
    /latin\.json: .*UTF-8/,
  );
  expect(await said(2, ...sample, '--text', at('own.txt'), '--config', at('latin.json'))).toMatch(
    /latin\.json: .*UTF-8/,
  );
});

it('a config and a tokenizer that the weights do not need are refused', async () => {
  const golden = (name: string): string =>
    fileURLToPath(new URL(`../golden/training/lstm.${name}.safetensors`, import.meta.url));
  const logits = ['logits', '--init', golden('initial'), '--batches', golden('batches'), '--out', at('l.safetensors')];
  writeFileSync(at('model.json'), '{"d_model": 8}');
  expect(await said(2, ...logits, '--config', at('model.json'))).toMatch(/--config has no effect: .*holds the config/);
  writeFileSync(at('latin.json'), Buffer.from('{"Ä": 1}', 'latin1'));
  expect(await said(2, ...logits, '--config', at('latin.json'))).toMatch(/latin\.json: .*UTF-8/);
  await said(
    0,
    'run',
    race({ name: 'parity', length: 6 }),
    '--save',
    at('p.safetensors'),
    '--out',
    at('r.json'),
    ...twin,
  );
  const sample = ['sample', '--init', at('p.safetensors'), '--tokenizer', at('tokenizer.json'), ...twin];
  expect(await said(2, ...sample)).toMatch(/--tokenizer has no effect: the task of .*p\.safetensors/);
});

it('--steps of export is refused where the project holds all of a text', async () => {
  const config = race({ name: 'text', source: 'own', length: 8 });
  const files = ['--text', at('own.txt'), '--out', at('t.zip')];
  expect(await said(2, 'export', config, ...files, '--steps', '3')).toMatch(
    /--steps has no effect: .* all of the text/,
  );
  await said(0, 'export', config, ...files);
});
