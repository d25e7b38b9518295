import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { type FileTensor, readSafetensors, writeSafetensors } from '../../../src/lab/export/safetensors';
import { readConfigFile } from '../../../src/lab/import/config_file';
import { type ImportedWeights, importedValues, importWeights } from '../../../src/lab/import/import_weights';
import { bytesInMemory, openWeights } from '../../../src/lab/import/weights_file';
import { carriedLogits, parallelLogits } from '../../../src/lab/sampling/logits';
import { ParameterArena } from '../../../src/models/arena';
import { backends } from '../../support/backends';
import { bytesOf, expected, importFixture } from '../../support/import_fixtures';

const names = Object.keys(expected.files);
const tokens = Int32Array.from(expected.tokens);

async function logitsOf(backend: Backend, imported: ImportedWeights, carried = false): Promise<Float64Array> {
  const { model } = imported;
  const parameters = await ParameterArena.make(backend, model);
  await parameters.fill(spec => importedValues(imported, spec));
  const logits = await (carried ? carriedLogits : parallelLogits)(
    backend,
    model,
    parameters,
    { B: 1, L: tokens.length },
    tokens,
  );
  parameters.free();
  return logits;
}

/** The largest difference, relative to the largest value. */
function distance(found: ArrayLike<number>, right: readonly number[]): number {
  expect(found).toHaveLength(right.length);
  const most = Math.max(...right.map(Math.abs));
  return Math.max(...right.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN)))) / most;
}

describe.each(['twin', 'wasm'] as const)('on %s', kind => {
  it.each(names)('%s gives the logits of PyTorch', async name => {
    const imported = await importFixture(name, { one_hot: 'yes', nonlinearity: 'tanh' });
    const backend = await backends[kind]();
    const { logits = [], full } = expected.files[name] ?? {};
    const found = await logitsOf(backend, imported);
    expect(distance(found, logits)).toBeLessThan(1e-5);
    expect(distance(await logitsOf(backend, imported, true), logits)).toBeLessThan(1e-5);
    if (typeof full === 'string') expect(distance(found, expected.files[full]?.logits ?? [])).toBeLessThan(2e-2);
  });
});

interface Changes {
  readonly config?: string;
  readonly answers?: Readonly<Record<string, string | number>>;
  readonly tokens?: number;
  readonly tensors?: (tensors: Map<string, FileTensor>) => void;
}

/** A fixture whose tensors were changed, with another config or none. */
async function changed(name: string, { config, answers = {}, tokens, tensors }: Changes): Promise<ImportedWeights> {
  const file = readSafetensors(bytesOf(name));
  const own = new Map(file.tensors);
  tensors?.(own);
  const opened = await openWeights(bytesInMemory(writeSafetensors({ ...file, tensors: own })));
  return importWeights(opened, { config: config === undefined ? undefined : readConfigFile(config), answers, tokens });
}

const asks = ({ questions }: ImportedWeights): string[] => questions.map(({ field }) => field.key);

function without(tensors: Map<string, FileTensor>, names: RegExp): void {
  for (const name of [...tensors.keys()]) if (names.test(name)) tensors.delete(name);
}

const one = (value: number): FileTensor => ({ dtype: 'F32', shape: [1], data: Float32Array.of(value) });

describe('what the tensors do not tell', () => {
  it.each([
    ['state_spaces_mamba', []],
    ['state_spaces_mamba2', ['ngroups']],
    ['hugging_face_mamba', ['norm_eps']],
    ['torch_lstm', []],
    ['torch_rnn', ['one_hot', 'nonlinearity']],
  ])('%s without a config and without answers asks for %j', async (name, keys) => {
    expect(asks(await changed(name, {}))).toEqual(keys);
  });

  it('a config answers, and so does the visitor', async () => {
    expect(asks(await importFixture('hugging_face_mamba'))).toEqual([]);
    const answered = await changed('hugging_face_mamba', { answers: { norm_eps: 1e-3 } });
    expect(asks(answered)).toEqual([]);
    expect(answered.model.config.norm_eps).toBe(1e-3);
    expect(answered.notes.join()).toContain('FalconMamba');
  });

  it('an answer that no model here fits is refused', async () => {
    await expect(changed('torch_rnn', { answers: { nonlinearity: 'relu' } })).rejects.toThrow(/ReLU is not among/);
    await expect(changed('torch_rnn', { answers: { one_hot: 'no' } })).rejects.toThrow(/no embedding/);
    await expect(changed('state_spaces_mamba2', { answers: { ngroups: 3 } })).rejects.toThrow(/d_state|groups/);
  });
});

describe('the vocabulary', () => {
  it('leaves out the rows that the config or the tokenizer does not have', async () => {
    const imported = await importFixture('state_spaces_mamba');
    expect(imported.model.config.vocab_size).toBe(11);
    expect(imported.notes.join()).toMatch(/16 rows .* 11 tokens, so 5 rows of padding/);
    expect((await changed('state_spaces_mamba', {})).model.config.vocab_size).toBe(16);
    expect((await changed('state_spaces_mamba', { tokens: 9 })).model.config.vocab_size).toBe(9);
  });

  it('is of no file without tensors', async () => {
    await expect(changed('torch_lstm', { tensors: all => all.clear() })).rejects.toThrow(
      /^it holds no tensors; choose/,
    );
  });

  it('has no more tokens than the embedding has rows', async () => {
    await expect(changed('torch_lstm', { tokens: 12 })).rejects.toThrow(/tokenizer.json has 12 tokens/);
  });
});

describe('the head', () => {
  const HEAD = 'lm_head.weight';

  it('is tied where the file has it twice, and equal', async () => {
    expect((await importFixture('state_spaces_mamba')).model.config.tie_embeddings).toBe(true);
    expect((await importFixture('torch_gru')).model.config.tie_embeddings).toBe(true);
    const other = (tensors: Map<string, FileTensor>): void => {
      const head = tensors.get(HEAD);
      if (head) tensors.set(HEAD, { ...head, data: head.data.map((value: number) => -value) });
    };
    expect((await changed('state_spaces_mamba', { tensors: other })).model.config.tie_embeddings).toBe(false);
    await expect(changed('state_spaces_mamba', { tensors: other, config: '{"tie_embeddings": true}' })).rejects.toThrow(
      /the two differ/,
    );
  });

  it('is the embedding where there is none', async () => {
    const without = (tensors: Map<string, FileTensor>): void => void tensors.delete('encoder.weight');
    const imported = await changed('torch_gru', { tensors: without });
    expect(imported.model.config.tie_embeddings).toBe(true);
    expect(imported.notes.join()).toContain(`'decoder.weight' is the embedding and the head`);
    await expect(changed('hugging_face_mamba', { config: '{"tie_word_embeddings": false}' })).rejects.toThrow(
      /the file has no 'lm_head.weight'/,
    );
  });
});

describe('a file that no model here fits', () => {
  it.each<[string, string, Changes, RegExp]>([
    [
      'a tensor too many',
      'state_spaces_mamba',
      { tensors: t => t.set('backbone.layers.0.mixer.in_proj.bias', one(1)) },
      /no model here has a place for 'backbone.layers.0.mixer.in_proj.bias'/,
    ],
    [
      'a tensor too few',
      'state_spaces_mamba',
      { tensors: t => t.delete('backbone.layers.1.mixer.D') },
      /no tensor 'backbone.layers.1.mixer.D'/,
    ],
    ['a layer too few', 'state_spaces_mamba', { tensors: t => without(t, /layers\.0/) }, /layer 0 is missing/],
    ['another width', 'hugging_face_mamba', { config: '{"hidden_size": 16}' }, /hidden_size 16, and the file has 8/],
    ['another model', 'hugging_face_mamba', { config: '{"model_type": "falcon_mamba"}' }, /'falcon_mamba'/],
    ['another gate', 'hugging_face_mamba', { config: '{"hidden_act": "gelu"}' }, /only "silu" is computed here/],
    [
      'steps with a limit',
      'hugging_face_mamba2',
      { config: '{"time_step_limit": [0.0, 0.1]}' },
      /'time_step_limit': \[0,0.1\]/,
    ],
    ['another epsilon inside', 'hugging_face_mamba2', { config: '{"layer_norm_epsilon": 1e-6}' }, /the norm inside/],
    ['attention', 'state_spaces_mamba2', { config: '{"attn_layer_idx": [1]}' }, /attn_layer_idx/],
    ['no head', 'torch_lstm', { tensors: t => without(t, /^decoder/) }, /has no head/],
    ['two directions', 'torch_rnn', { tensors: t => t.set('rnn.weight_ih_l0_reverse', one(1)) }, /backwards/],
    ['two modules', 'torch_rnn', { tensors: t => t.set('again.bias_ih_l0', one(1)) }, /2 recurrent modules/],
    [
      'an infinite number',
      'torch_rnn',
      { tensors: t => t.set('head.bias', { dtype: 'F32', shape: [11], data: new Float32Array(11).fill(1 / 0) }) },
      /'head.bias' \[0\] is Infinity; weights are finite/,
    ],
    [
      'names of another program',
      'torch_rnn',
      {
        tensors: t => {
          t.clear();
          t.set('wte.weight', one(1));
        },
      },
      /not known: 'wte.weight'. Known are those of Unroll, state-spaces/,
    ],
  ])('has %s, and the message says so', async (_, name, changes, message) => {
    await expect(
      changed(name, changes).then(async imported => {
        for (const spec of imported.model.parameters) await importedValues(imported, spec);
      }),
    ).rejects.toThrow(message);
  });

  it('a config.json that is none', () => {
    expect(() => readConfigFile('[1]')).toThrow('does not hold an object');
    expect(() => readConfigFile('{')).toThrow(/not JSON/);
    expect(readConfigFile('{"a": [0.0, Infinity], "b": "NaN \\" Infinity"}')).toEqual({
      a: [0, 'Infinity'],
      b: 'NaN " Infinity',
    });
  });
});
