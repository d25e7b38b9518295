import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/lab/export/checkpoint';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { RunFileError } from '../../../src/lab/runs/run_file_error';
import { runLimits } from '../../../src/lab/runs/run_parts';
import { readDirectory } from '../../../src/lab/runs/zip_directory';
import { tapeColumnsOf } from '../../../src/lab/sampling/tape';
import { changed, file, hostile, OPTIMIZER, parts, race, WEIGHTS } from '../../support/hostile_runs';
import { madeUpExperiment } from '../../support/runs';

describe('a run file', () => {
  test('gives back the run: every number, bit for bit', () => {
    const read = readRunFile(file);
    expect(read).toEqual(race);
    expect(writeRunFile(read)).toEqual(file);
  });

  test('of a race with marks has them, and is of the version that tells of them', () => {
    const marks = [{ step: 4, text: 'the rate falls' }];
    const written = writeRunFile({ ...race, marks });
    expect(readRunFile(written)).toEqual({ ...race, marks });
    const facts = (bytes: Uint8Array) => new TextDecoder().decode(unzipSync(bytes)['run.json']);
    expect(facts(written)).toContain('"version": 3');
    expect(facts(file)).not.toContain('marks');
  });

  test('gives back an experiment', () => {
    expect(readRunFile(writeRunFile(madeUpExperiment()))).toEqual(madeUpExperiment());
  });

  test('keeps the float64 weights of the twins', () => {
    const members = race.members.map(({ trainer, ...own }) => ({
      ...own,
      trainer: trainer && {
        steps: trainer.steps,
        parameters: Float64Array.from(trainer.parameters, value => value / 3),
        moments: Float64Array.from(trainer.moments, value => value / 3),
      },
    }));
    expect(readRunFile(writeRunFile({ ...race, members }))).toEqual({ ...race, members });
  });

  test('holds weights that stand alone, and an optimizer with both moments and the step', () => {
    const { model, about } = readCheckpoint(parts[WEIGHTS] ?? new Uint8Array(0));
    expect(model.config).toMatchObject({ vocab_size: 4, d_model: 8 });
    expect(JSON.parse(about.get('vocabulary') ?? '')).toEqual(race.vocabulary);
    const { tensors: own, metadata } = readSafetensors(parts[OPTIMIZER] ?? new Uint8Array(0));
    expect(metadata.get('step')).toBe('10');
    for (const { name, shape } of model.parameters)
      for (const moment of ['exp_avg', 'exp_avg_sq']) expect(own.get(`${moment}.${name}`)?.shape).toEqual(shape);
  });

  test('is read when another program has packed it again', () => {
    expect(readRunFile(changed({}))).toEqual(race);
  });

  test('needs neither latencies nor samples', () => {
    const read = readRunFile(changed({ 'latencies.csv': undefined, 'samples.json': undefined }));
    expect(read).toMatchObject({ id: race.id, samples: [] });
  });

  test('gives back how the lanes of a sample ran, in a version that earlier readers refuse by its number', () => {
    const [sample] = race.samples;
    if (!sample) throw new Error('there is no sample');
    const tape = { finish: 8, ...tapeColumnsOf(() => [1, 2.5]) };
    const request = { ...sample.request, naiveBeside: true, seconds: 2 };
    const lane = { text: 'ab', answers: [], tape };
    const raced = {
      ...race,
      samples: [{ ...sample, request, written: sample.written.map(() => ({ ...lane, beside: lane })) }],
    };
    const written = writeRunFile(raced);
    expect(readRunFile(written)).toEqual(raced);
    const versionOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(unzipSync(bytes)['run.json'])).version;
    expect([versionOf(file), versionOf(written)]).toEqual([1, 3]);
    const uneven = { ...lane, tape: { ...tape, bytes: [1] } };
    const broken = { ...raced, samples: [{ ...sample, written: sample.written.map(() => uneven) }] };
    expect(() => readRunFile(writeRunFile(broken))).toThrow(RunFileError);
  });

  test('is not written with weights that are no numbers', () => {
    const [first, ...others] = race.members;
    if (!first?.trainer) throw new Error('there are no weights');
    const parameters = first.trainer.parameters.map(() => Number.NaN);
    const members = [{ ...first, trainer: { ...first.trainer, parameters } }, ...others];
    expect(() => writeRunFile({ ...race, members })).toThrow(RunFileError);
  });
});

test.each(hostile)('%s is refused in one clear sentence', (_, make, words) => {
  const bytes = make();
  let message = '';
  try {
    readRunFile(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RunFileError);
    message = error instanceof Error ? error.message : '';
  }
  expect(message).toMatch(words);
  expect(message.length).toBeLessThan(300);
  expect(message).not.toContain('\n');
});

test('a truncated file is refused at every length', () => {
  for (let length = 0; length < file.length; length += 97)
    expect(() => readRunFile(file.subarray(0, length)), String(length)).toThrow(RunFileError);
});

test('the list of parts is what the specification names', () => {
  expect(readDirectory(file, runLimits).map(({ name }) => name)).toEqual([
    'run.json',
    'curves.csv',
    'latencies.csv',
    'samples.json',
    'text.txt',
    'sound.bin',
    'music.mid',
    ...['0/seed-1', '0/seed-2', '1/seed-1'].flatMap(at => [
      `contenders/${at}.safetensors`,
      `contenders/${at}.optimizer.safetensors`,
    ]),
  ]);
});
