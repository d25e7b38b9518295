import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../headless/main';
import { readSafetensors, writeSafetensors } from '../../src/lab/export/safetensors';
import { expected } from '../support/import_fixtures';
import { expectClose } from '../support/numbers';
import { smallTokenizer } from '../support/small_tokenizer';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../golden/import/${name}.safetensors`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unroll-import-'));
const out = (name: string): string => join(folder, name);
const twin = ['--backend', 'twin'];

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function quietly() {
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  return vi.spyOn(console, 'error').mockImplementation(() => {});
}

function configOf(name: string): string {
  const path = out(`${name}.json`);
  writeFileSync(path, expected.files[name]?.config ?? '{}');
  return path;
}

async function text(...argv: string[]): Promise<string> {
  expect(await main(['sample', ...argv, '--out', out('s.json'), '--temperature', '0', ...twin])).toBe(0);
  return JSON.parse(readFileSync(out('s.json'), 'utf8')).text;
}

describe('headless, with weights of other programs', () => {
  it.each(['state_spaces_mamba2', 'hugging_face_mamba', 'torch_lstm'])('samples %s, carried as naively', async name => {
    quietly();
    const model = ['--init', fixture(name), '--prompt', '3 0 7', '--tokens', '6'];
    const config = expected.files[name]?.config ? ['--config', configOf(name)] : [];
    const carried = await text(...model, ...config);
    expect(carried.trim().split(' ').map(Number)).toHaveLength(6);
    expect(await text(...model, ...config, '--form', 'naive')).toBe(carried);
  });

  it('logits are those of PyTorch', async () => {
    quietly();
    const tokens = {
      dtype: 'I32',
      shape: [1, 1, expected.tokens.length],
      data: Int32Array.from(expected.tokens),
    } as const;
    const tensors = new Map(['tokens', 'targets'].map(name => [name, tokens] as const));
    writeFileSync(out('b.safetensors'), writeSafetensors({ metadata: new Map(), tensors }));
    const name = 'hugging_face_mamba2';
    const files = ['--init', fixture(name), '--config', configOf(name), '--batches', out('b.safetensors')];
    expect(await main(['logits', ...files, '--out', out('l.safetensors'), '--stepwise', ...twin])).toBe(0);
    const { data = [] } = readSafetensors(readFileSync(out('l.safetensors'))).tensors.get('logits') ?? {};
    expectClose(data, expected.files[name]?.logits ?? [], { relative: 1e-5, absolute: 1e-5 }, 'logits');
  });

  it('reads and writes the text of a tokenizer, whose tokens are the vocabulary', async () => {
    quietly();
    writeFileSync(out('tokenizer.json'), smallTokenizer);
    const said = await text(
      '--init',
      fixture('torch_lstm'),
      '--tokenizer',
      out('tokenizer.json'),
      '--prompt',
      'ab c',
      '--tokens',
      '5',
    );
    expect(said).toMatch(/^[abc ]+$/);
  });

  it('says what is missing, and refuses a pickle', async () => {
    const said = quietly();
    const fails = async (...argv: string[]): Promise<string> => {
      said.mockClear();
      expect(await main(['sample', ...argv, ...twin])).toBe(2);
      return String(said.mock.calls[0]?.[0]);
    };
    expect(await fails('--init', fixture('hugging_face_mamba'))).toMatch(
      /The tensors do not tell it.*\{"norm_eps": 0.00001\}/,
    );
    expect(await fails('--init', fixture('torch_rnn'))).toMatch(/\{"one_hot": "yes"\}/);
    writeFileSync(out('model.bin'), Uint8Array.of(0x80, 2, 0, 0));
    expect(await fails('--init', out('model.bin'))).toMatch(
      /is a pickle.*import torch.*weights = torch.load.*save_file/,
    );
  });
});
