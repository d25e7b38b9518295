import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { type RunConfig, runConfig } from '../../../src/lab/config/config';
import { ExportError } from '../../../src/lab/export/pytorch/export_error';
import { exportedModels } from '../../../src/lab/export/pytorch/exported';
import { joinPython } from '../../../src/lab/export/pytorch/join_python';
import { className, modelFile, pythonOptions } from '../../../src/lab/export/pytorch/model_file';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { layOutParameters } from '../../../src/models/arena';
import { decays, defineModel } from '../../../src/models/model';
import { pytorchOf } from '../../../src/models/pytorch_texts';
import { blockForms, mixers } from '../../../src/models/registry';
import { openTask } from '../../../src/tasks/registry';
import { exported } from '../../support/pytorch/project';
import { materials, withOwnText } from '../../tasks/materials';

describe('each mixer', () => {
  it('has a pytorch.py in its folder', () => {
    const missing = mixers.filter(({ name }) => !existsSync(`src/models/mixers/${name}/pytorch.py`));
    expect(missing.map(({ name }) => `src/models/mixers/${name}/pytorch.py is missing`)).toEqual([]);
  });

  it.each(mixers.map(({ name }) => name))('%s: its class has the name of the folder', name => {
    expect(pytorchOf({ name })).toMatch(new RegExp(`^class ${className(name)}\\(`, 'm'));
  });

  it.each(blockForms)('$mixer: its class knows every option', block => {
    const [bound] = defineModel({ vocab_size: 4, d_model: 12, blocks: [block] }).blocks;
    expect(pythonOptions(block.mixer)).toEqual(expect.arrayContaining(Object.keys(Object(bound?.config))));
  });
});

test('an option that the class does not know is refused by name', () => {
  const model = defineModel({ vocab_size: 4, d_model: 8, blocks: [{ mixer: 'lstm' }] });
  const blocks = model.blocks.map(block => ({ ...block, config: { ...Object(block.config), peepholes: true } }));
  expect(() => modelFile([{ ...model, blocks }])).toThrow(
    new ExportError("The PyTorch form of the mixer lstm does not know its option 'peepholes'. Export another race."),
  );
});

test('texts are joined with their imports once and before what needs them', () => {
  const parts = new Map([
    ['low', 'import torch\n\n\nlow = 1\n'],
    ['high', 'import math\n\nfrom parts.low import low\n\n\nhigh = low\n'],
  ]);
  const texts = ['import torch\n\nfrom parts.high import high\nfrom parts.low import low\n\n\na = high\n', 'b = 2\n'];
  expect(joinPython(texts, name => parts.get(name) ?? '')).toBe(
    'import math\n\nimport torch\n\n\nlow = 1\n\n\nhigh = low\n\n\na = high\n\n\nb = 2\n',
  );
});

function raceOf(task: Record<string, unknown>, training: Record<string, unknown> = {}): RunConfig {
  return runConfig.parse({
    task,
    contenders: [
      { name: 'LSTM | A', d_model: 8, blocks: [{ mixer: 'lstm' }, { mixer: 'mamba' }] },
      { name: 'conv', d_model: 8, blocks: [{ mixer: 'conv', mlp: 12 }], training: { seed: 9 } },
    ],
    training: { steps: 20, batch: 2, validation_batches: 3, ...training },
  });
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('a project', () => {
  it('has its files, the classes that the race uses, and a seed’s batches from where its models are', async () => {
    const race = raceOf({ name: 'parity', length: 6 });
    const task = await openTask(race.task, 1, materials);
    const [first] = exportedModels(race, task, []);
    const { elements } = layOutParameters(first?.model ?? defineModel({}));
    const trained = { steps: 7, parameters: new Float32Array(elements), moments: new Float32Array(2 * elements) };
    const files = await exported(race, materials, 4, [trained]);
    expect(Object.keys(files).sort()).toEqual([
      ...['README.md', 'checkpoints.py', 'config.json', 'data.py'],
      ...['data/seed-1/train-7.safetensors', 'data/seed-1/validation-0.safetensors'],
      ...['data/seed-9/train-0.safetensors', 'data/seed-9/validation-0.safetensors'],
      ...['model.py', 'optimiser.py', 'philox.py', 'race.json', 'requirements.txt', 'safetensors_file.py', 'train.py'],
      ...['weights/0/model.safetensors', 'weights/0/optimizer.safetensors', 'weights/1/model.safetensors'],
    ]);
    const model = text(files['model.py']);
    const classes = [...model.matchAll(/^class (\w+)/gm)].map(([, name]) => name);
    expect(classes).toEqual(expect.arrayContaining(['Lstm', 'Mamba', 'Conv', 'Mlp', 'LanguageModel']));
    for (const absent of ['Attention', 'Gru', 'S4d', 'Mamba2', 'LinearAttention'])
      expect(classes).not.toContain(absent);
    expect(model).not.toContain('from parts');
    expect(model.match(/^import torch$/gm)).toHaveLength(1);
    expect(text(files['README.md'])).toContain('| 0 | LSTM \\| A | LSTM, Mamba | ');
    const { tensors, metadata } = readSafetensors(files['data/seed-9/train-0.safetensors'] ?? new Uint8Array());
    expect(tensors.get('tokens')).toMatchObject({ dtype: 'I32', shape: [4, 2, task.length] });
    expect(metadata.get('first')).toBe('0');
    const own = await openTask(race.task, 9, materials);
    expect(tensors.get('tokens')?.data.slice(-2 * task.length)).toEqual(own.batch('train', 3, 2).tokens);
    expect(readSafetensors(files['weights/0/optimizer.safetensors'] ?? new Uint8Array()).metadata.get('step')).toBe(
      '7',
    );
  });

  it('names in config.json the parameters of each model, and those that decay', async () => {
    const race = raceOf({ name: 'parity', length: 6 });
    const files = await exported(race, materials, 1);
    const { models } = JSON.parse(text(files['config.json']));
    const task = await openTask(race.task, 1, materials);
    expect(models).toEqual(
      exportedModels(race, task, []).map(({ name, model, training }, index) => ({
        name,
        weights: `weights/${index}`,
        config: expect.objectContaining({ vocab_size: task.vocabulary.size, d_model: 8, norm: 'rms' }),
        parameters: Object.fromEntries(
          model.parameters.map(spec => [spec.name, { shape: [...spec.shape], decay: decays(spec) }]),
        ),
        training: { ...training, seed: [1, 9][index] },
      })),
    );
    expect(models[0].config.blocks[1]).toMatchObject({ mixer: 'mamba', mlp: null, d_state: 16, dt_rank: 'auto' });
  });

  it('says what it leaves out of the race: shorter sequences at the start, and a carried state', async () => {
    const own = 'Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. '.repeat(9);
    const task = { name: 'text', source: 'own', length: 8 };
    const told = async (training: object) =>
      text((await exported(raceOf(task, { ...training }), withOwnText(own), 1))['README.md']);
    expect(await told({})).not.toMatch(/shorter sequences|carries the state/);
    expect(await told({ start_length: 4 })).toContain('begins with shorter sequences. This program has full ones');
    expect(await told({ carry_state: true })).toContain('carries the state from batch to batch. This program begins');
  });

  it('brings a text whole', async () => {
    const own = 'Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. '.repeat(9);
    const files = await exported(raceOf({ name: 'text', source: 'own', length: 8 }), withOwnText(own), 1);
    expect(text(files['data/text.txt'])).toBe(own);
    expect(Object.keys(files).filter(path => path.startsWith('data/'))).toEqual(['data/text.txt']);
    const { data, vocabulary } = JSON.parse(text(files['config.json']));
    expect(data).toEqual({ kind: 'text', file: 'data/text.txt', cut: Math.floor(own.length * 0.9), length: 8 });
    expect(vocabulary).toEqual([...new Set(own)].sort());
  });

  it('has a model for each seed', async () => {
    const files = await exported(raceOf({ name: 'parity', length: 6 }, { seeds: 2 }), materials, 1);
    const { models } = JSON.parse(text(files['config.json']));
    expect(models.map(({ name }: { name: string }) => name)).toEqual([
      'LSTM | A, seed 1',
      'LSTM | A, seed 2',
      'conv, seed 9',
      'conv, seed 10',
    ]);
    expect(Object.keys(files)).toContain('data/seed-10/train-0.safetensors');
  });
});
