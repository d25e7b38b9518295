import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { readBatches, readWeights } from '../../headless/files';
import { readJson } from '../../headless/json_file';
import { main } from '../../headless/main';
import { readMaterials } from '../../headless/materials';
import { readOptimizer } from '../../headless/optimizer';
import { UsageError } from '../../headless/usage';
import { writeCheckpoint } from '../../src/lab/export/checkpoint';
import { type FileTensor, readSafetensors, writeSafetensors } from '../../src/lab/export/safetensors';
import { defineModel } from '../../src/models/model';
import { decodeText } from '../../src/tasks/plain_text';
import { initialWeights } from '../support/initial_weights';
import { scaleMidi } from '../support/midi';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/training/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unroll-'));

afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, 'input');
  writeFileSync(path, content);
  return path;
}

const json = (value: unknown): string => file(JSON.stringify(value));
const refuses = (read: () => unknown) => {
  expect(read).toThrow(UsageError);
  return expect(read);
};

describe('JSON', () => {
  test('is read strictly, in any encoding with a mark', () => {
    expect(readJson(file('\ufeff{"a": 1.5}'))).toEqual({ a: 1.5 });
    expect(readJson(file(Buffer.from('\ufeff{"ä": [null]}', 'utf16le')))).toEqual({ ä: [null] });
    refuses(() => readJson(file('{"a": 1, "a": 2}'))).toThrow(/input is not JSON.*'a' is there twice/);
    refuses(() => readJson(file('{"a": 1e999}'))).toThrow(/1e999 is too large/);
    refuses(() => readJson(file('{"a": NaN}'))).toThrow(/not JSON.*character 7/);
    refuses(() => readJson(file('{"a": 1} x'))).toThrow(/not JSON/);
    refuses(() => readJson(file(`["${'\\n'.repeat(8_000_000)}"]`))).toThrow(/too many escapes \(character 2\)/);
    refuses(() => readJson(file(Uint8Array.of(0x22, 0xe4, 0x22)))).toThrow(/not text in UTF-8/);
  });
});

describe('the optimiser file', () => {
  test('is an object of hyper-parameters, or like the golden file', () => {
    expect(readOptimizer(json({ lr: 0.1 }), 3)).toEqual({
      lr: 0.1,
      betas: [0.9, 0.95],
      eps: 1e-8,
      weight_decay: 0,
      clip_norm: null,
    });
    expect(readOptimizer(golden('expected.json'), 10)).toMatchObject({ lr: 0.01, clip_norm: 1, weight_decay: 0.1 });
  });

  test.each([
    [{ lr: 0.1, momentum: 0.9 }, /momentum/],
    [{ lr: 0.1, label_smoothing: 0.1 }, /label_smoothing/],
    [{ hyperparameters: { lr: 0.1, momentum: 0.9 } }, /hyperparameters.*momentum/],
    [{ hyperparameters: { lr: 0.1 }, schedule: 'cosine' }, /schedule/],
    [{ lr: '0.1' }, /lr/],
    [{ lr: 0 }, /lr/],
    [{ lr: 0.1, betas: [0.9] }, /betas/],
    [{ lr: 0.1, betas: { 0: 0.9, 1: 0.9 } }, /betas: must be a list/],
    // Numbers that are 1 or 0 in float32: 1 - beta is 0, no eps, no clipping, no step.
    [{ lr: 0.1, betas: [0.9, 0.9999999999] }, /betas\.1: must be at most 0\.99999994/],
    [{ lr: 0.1, eps: 1e-60 }, /eps: must be at least 1\.2e-38/],
    [{ lr: 0.1, clip_norm: 1e-60 }, /clip_norm: must be at least 1\.2e-38/],
    [{ lr: 1e-60 }, /lr: must be at least 1\.2e-38/],
    // Infinity in float32: no step.
    [{ lr: 0.1, eps: 3.5e38 }, /eps: must be at most 3\.4e38/],
    [{ lr: 0.1, weight_decay_on: 'all' }, /weight_decay_on/],
    [{ lr: 0.1, steps: 7 }, /steps is 7, but there are 3 batches/],
    [[], /top level/],
    [null, /top level/],
  ])('%j is refused', (content, message) => {
    refuses(() => readOptimizer(json(content), 3)).toThrow(message);
  });
});

describe('weights', () => {
  const lstm = readSafetensors(readFileSync(golden('lstm.initial.safetensors')));
  const name = 'backbone.norm_f.weight';
  const withTensor = (change: (tensor: FileTensor) => FileTensor): string => {
    const tensors = new Map(lstm.tensors);
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`no ${name}`);
    tensors.set(name, change(tensor));
    return file(writeSafetensors({ ...lstm, tensors }));
  };

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1e39])('%f is refused by tensor and element', value => {
    const path = withTensor(({ shape, data }) => ({
      dtype: 'F64',
      shape,
      data: Float64Array.from(data).fill(value, 2, 3),
    }));
    refuses(() => readWeights(path)).toThrow(`${path}: '${name}' [2] is ${value}`);
  });

  test('integers are refused by name', () => {
    const path = withTensor(({ shape, data }) => ({ dtype: 'I32', shape, data: Int32Array.from(data) }));
    refuses(() => readWeights(path)).toThrow(`'${name}' is I32; weights are F16, BF16, F32, or F64`);
  });

  test('a config that is not strict JSON is refused', () => {
    const config = `{"d_model": 1, ${(lstm.metadata.get('config') ?? '').slice(1)}`;
    const path = file(writeSafetensors({ ...lstm, metadata: new Map([['config', config]]) }));
    refuses(() => readWeights(path)).toThrow(/'d_model' is there twice/);
  });

  test('batches are counted from 1, as train and logits count', () => {
    const batches = readSafetensors(readFileSync(golden('lstm.batches.safetensors')));
    const tokens = batches.tensors.get('tokens');
    if (!tokens) throw new Error('no tokens');
    const wild = { ...tokens, data: Int32Array.from(tokens.data).fill(99, 0, 1) };
    const path = file(writeSafetensors({ ...batches, tensors: new Map([...batches.tensors, ['tokens', wild]]) }));
    refuses(() => readBatches(path, 17)).toThrow(/step 1: .*99/);
  });

  test('batches hold nothing but tokens and targets', () => {
    const batches = readSafetensors(readFileSync(golden('lstm.batches.safetensors')));
    const [tokens] = batches.tensors.values();
    if (!tokens) throw new Error('no tensor');
    const path = file(writeSafetensors({ ...batches, tensors: new Map([...batches.tensors, ['mask', tokens]]) }));
    refuses(() => readBatches(path, 17)).toThrow(/'mask'/);
  });
});

describe('flags', () => {
  test('own text and sound are refused where the task does not read them', () => {
    const text = file('ab'.repeat(100));
    const read = (task: { name: string; source?: string; read?: string }, flags: object) => () =>
      readMaterials(flags, [task], 'c.json');
    expect(read({ name: 'text', source: 'own' }, { text })().ownText).toBe('ab'.repeat(100));
    refuses(read({ name: 'text', source: 'own' }, {})).toThrow(/--text is missing: the task of c\.json/);
    refuses(read({ name: 'audio', source: 'own' }, {})).toThrow(/--sound is missing/);
    refuses(read({ name: 'text', source: 'moby-dick' }, { text })).toThrow(/--text has no effect.*c\.json/);
    refuses(read({ name: 'text' }, { text })).toThrow(/--text has no effect/);
    refuses(read({ name: 'audio', source: 'own' }, { text })).toThrow(/--text has no effect/);
    refuses(read({ name: 'audio', source: 'both' }, { sound: text })).toThrow(/--sound has no effect/);
    refuses(read({ name: 'text', source: 'own' }, { text, sound: text })).toThrow(/--sound has no effect/);
    expect(read({ name: 'tokens', source: 'own' }, { text })().ownText).toBe('ab'.repeat(100));
    refuses(read({ name: 'tokens', source: 'own' }, {})).toThrow(/--text is missing/);
    refuses(read({ name: 'tokens' }, { text })).toThrow(/--text has no effect/);
    refuses(read({ name: 'tokens', read: 'tokenizer' }, {})).toThrow(
      /--tokenizer is missing: the task of c\.json reads/,
    );
    refuses(read({ name: 'tokens' }, { tokenizer: text })).toThrow(/--tokenizer has no effect/);
    refuses(read({ name: 'text' }, { tokenizer: text })).toThrow(/--tokenizer has no effect/);
    expect(read({ name: 'tokens', read: 'tokenizer' }, { tokenizer: text })().tokenizer).toBe('ab'.repeat(100));
  });

  test('a MIDI file is for own music alone, and one that cannot be used is named with what to do', () => {
    const task = { name: 'music', source: 'own' };
    const midi = file(scaleMidi(20));
    expect(readMaterials({ midi }, [task], 'c.json').ownMusic).toEqual(new Uint8Array(scaleMidi(20)));
    refuses(() => readMaterials({}, [task], 'c.json')).toThrow(/--midi is missing/);
    refuses(() => readMaterials({ midi }, [{ name: 'music' }], 'c.json')).toThrow(/--midi has no effect/);
    const text = file('ab'.repeat(100));
    refuses(() => readMaterials({ midi: text }, [task], 'c.json')).toThrow(/input: .*no MIDI file.*Standard MIDI File/);
  });

  test('own text is decoded as the page decodes it', () => {
    const task = { name: 'text', source: 'own' };
    const lines = 'Straße\r\n'.repeat(20);
    const utf16 = Buffer.from(`\ufeff${lines}`, 'utf16le');
    expect(readMaterials({ text: file(utf16) }, [task], 'c').ownText).toBe(decodeText(utf16));
    expect(readMaterials({ text: file(lines) }, [task], 'c').ownText).toBe('Straße\n'.repeat(20));
    const path = file(Buffer.from(lines, 'latin1'));
    refuses(() => readMaterials({ text: path }, [task], 'c')).toThrow(/input: .*Latin-1/);
  });

  test.each([
    [['experiment', '--list', '--csv', 'x'], /--csv has no effect with --list/],
    [['experiment', '--list', '--backend', 'twin'], /--backend has no effect/],
    [['train', '--out', 'a', '--out', 'b'], /--out is given twice/],
    [['train', '--out', ''], /--out is empty/],
    [['run', 'c.json', '--csv', 'x'], /run takes no --csv/],
    [['logits', '--save', 'x'], /logits takes no --save/],
    [['sample', '--stepwise'], /sample takes no --stepwise/],
    // Number() reads these, as 16, 2, and 0.
    [['batches', 'c.json', '--out', 'a', '--steps', '0x10'], /--steps is a whole number .* not '0x10'/],
    [['batches', 'c.json', '--out', 'a', '--steps', ' 2'], /--steps is a whole number .* not ' 2'/],
    [['batches', 'c.json', '--out', 'a', '--first', ' '], /--first is a whole number .* not ' '/],
    [['check', '--backend', 'wasm', '--threads', '0b10'], /--threads is a whole number .* not '0b10'/],
  ])('%j has one line and exit code 2', async (argv, message) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    try {
      expect(await main(argv)).toBe(2);
      expect(said.mock.calls.join()).toMatch(message);
    } finally {
      said.mockRestore();
    }
  });
});

describe('weights with impossible metadata', () => {
  const symbols = ['·', 'a', 'b', 'c', 'd', '?'];
  const facts = {
    task: JSON.stringify({ name: 'copying', length: 2, copied: 1, vocabulary: 6 }),
    contender: JSON.stringify({ name: 'LSTM' }),
    training: JSON.stringify({ seed: 1 }),
    vocabulary: JSON.stringify(symbols),
    step: '5',
  };
  const weights = (about: Readonly<Record<string, string>>): string => {
    const model = defineModel({ vocab_size: 6, d_model: 4, blocks: [{ mixer: 'rnn' }] });
    return file(writeCheckpoint(model, initialWeights(model, 1), { ...facts, ...about }));
  };
  const sampled = async (about: Readonly<Record<string, string>>) => {
    const said: string[] = [];
    const error = vi.spyOn(console, 'error').mockImplementation(line => said.push(String(line)));
    const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const out = join(folder, 'said.json');
    const code = await main(['sample', '--init', weights(about), '--out', out, '--backend', 'twin']);
    error.mockRestore();
    write.mockRestore();
    return { code, said: said.join(), out: () => z.looseObject({}).parse(readJson(out)) };
  };

  test.each([
    [{ step: 'abc' }, /input: its 'step' is not JSON/],
    [{ step: '' }, /input: its 'step' is not JSON/],
    [{ step: '-3' }, /input: step: top level/],
    [{ step: '1.5' }, /input: step: top level/],
    [{ step: '1e999' }, /input: its 'step' is not JSON.*too large/],
    [{ vocabulary: JSON.stringify(symbols.slice(1)) }, /input has 6 tokens, and its vocabulary names 5/],
    [{ vocabulary: JSON.stringify([...symbols, 'z']) }, /input has 6 tokens, and its vocabulary names 7/],
    [{ vocabulary: JSON.stringify(['?', ...symbols.slice(1)]) }, /token 0 differs/],
    [{ vocabulary: '{"a":1,"a":2}' }, /'a' is there twice/],
    [{ training: '{"seed":-1}' }, /input: training: seed/],
    [{ task: '{"name":"alchemy"}' }, /There is no task 'alchemy'/],
    [{ task: '{"name":"copying","length":-1}' }, /The parameter length of the task copying/],
    [{ task: '{"name":7}' }, /input: task: name/],
  ])('%j', async (about, message) => {
    const { code, said } = await sampled(about);
    expect([code, said]).toEqual([2, expect.stringMatching(message)]);
  });

  test.each(['x'.repeat(10_000), 'a\u202eb', '\u200b', ''])(
    'the file’s name replaces a name that no contender can have',
    async name => {
      const { code, out } = await sampled({ contender: JSON.stringify({ name }) });
      expect(code).toBe(0);
      expect(out()).toMatchObject({ name: join(folder, 'input'), step: 5 });
    },
  );

  test('all of it is right', async () => {
    const { code, out } = await sampled({});
    expect(code).toBe(0);
    expect(out()).toMatchObject({ name: 'LSTM', step: 5, asked: 1 });
  });
});
