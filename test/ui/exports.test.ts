import { expect, test } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import { curvesCsv } from '../../src/ui/curves_csv';
import { runJson } from '../../src/ui/run_json';
import { appendPoints } from '../../src/ui/stores/curve';
import { freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';

const { config } = presets[0];

/** The first preset after two training steps, one validation at the second, and a sample. */
function trained(): RunState {
  const run = freshRun(initialRun, 1, { config, slots: [0, 1, 2, 3], ownText: null, ownSound: null });
  for (const { curve } of run.members) {
    appendPoints(curve, {
      step: Float64Array.of(1, 2),
      loss: Float64Array.of(4, 3),
      validation: Float64Array.of(Number.NaN, 3.5),
      accuracy: Float64Array.of(Number.NaN, 0.25),
      gradientNorm: Float64Array.of(1.5, 0.5),
      tokens: Float64Array.of(256, 512),
      flops: Float64Array.of(1000, 2000),
      seconds: Float64Array.of(0.1, 0.2),
    });
  }
  const request = { prompt: 'Call me', tokens: 2, temperature: 0.8, topK: 5, seed: 3, naive: false };
  return {
    ...run,
    adapter: { adapter: 'A', software: true, backend: 'webgpu' },
    sampling: { sampleId: 1, request, questions: [], done: true },
    members: run.members.map(c => ({ ...c, writing: { text: ' I', answers: [], done: true } })),
  };
}

test('the file of a chart has its columns, and the file of the run has all', () => {
  const run = trained();
  const header = (csv: string) => csv.split(/\r?\n/)[0];
  const axes = 'contender,seed,step,tokens,flops,seconds';
  expect(header(curvesCsv(run, ['loss', 'validation']))).toBe(`${axes},loss,validation`);
  expect(header(curvesCsv(run, ['accuracy']))).toBe(`${axes},accuracy`);
  expect(header(curvesCsv(run))).toBe(`${axes},loss,validation,accuracy,gradientNorm`);
  expect(curvesCsv(run, ['accuracy']).split(/\r?\n/)[2]).toBe('Mamba,1,2,512,2000,0.2,0.25');
});

test('the JSON of a run holds every column, the sample with its settings, the adapter, and its kernels', () => {
  const kernels = { A: { matmul_nn: 'quad' }, B: { matmul_nn: 'vec4' } };
  const json: unknown = JSON.parse(runJson(trained(), kernels));
  expect(json).toMatchObject({
    adapter: { adapter: 'A', software: true },
    kernels: { matmul_nn: 'quad' },
    config,
    runs: config.contenders.map(({ name }, contender) => ({
      name,
      contender,
      seed: 1,
      curve: { gradientNorm: [1.5, 0.5], validation: [null, 3.5], seconds: [0.1, 0.2] },
    })),
    samples: {
      request: { prompt: 'Call me', tokens: 2, temperature: 0.8, topK: 5, seed: 3, naive: false },
      contenders: config.contenders.map(({ name }) => ({ name, seed: 1, text: ' I', done: true })),
    },
  });
});

test('the file has the length of own text and sound, not the material', () => {
  const own = { ...config, task: { name: 'text', source: 'own', length: 32 } };
  const run = freshRun(initialRun, 1, { config: own, slots: [0, 1, 2, 3], ownText: 'secret 🐋', ownSound: null });
  const json = runJson(run, {});
  expect(json).not.toContain('secret');
  expect(JSON.parse(json)).toMatchObject({ own: { text: { characters: 8 }, sound: null }, samples: null });
});
