import { expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import { latencyColumns } from '../../src/lab/sampling/latency';
import { chartCsv } from '../../src/ui/charts/chart_csv';
import { metricOf } from '../../src/ui/charts/metrics';
import { curvesCsv } from '../../src/ui/curves_csv';
import { latencyCsv } from '../../src/ui/latency_csv';
import { resultsCsv } from '../../src/ui/results_csv';
import { runJson } from '../../src/ui/run_json';
import type { MetricName } from '../../src/ui/stores/chart_views';
import { appendPoints } from '../../src/ui/stores/curve';
import { freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';
import { newWriting } from '../../src/ui/stores/writing';

const { config } = mobyDick;

/** The first preset after two training steps, one validation at the second, and a sample. */
function trained(): RunState {
  const run = freshRun(initialRun, 1, { config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null });
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
    members: run.members.map(c => ({ ...c, writing: { ...newWriting(), text: ' I', done: true } })),
  };
}

test('the file of the curves has all columns', () => {
  const [header, _, second] = curvesCsv(trained()).split('\n');
  expect(header).toBe('contender,seed,step,tokens,flops,seconds,loss,validation,accuracy,gradientNorm');
  expect(second).toBe('Mamba,1,2,512,2000,0.2,3,3.5,0.25,0.5');
});

test('the file of a chart has what is shown: its quantity, smoothed too, of the shown part of x', () => {
  const run = trained();
  const shown = { members: run.members, x: 'step', range: [2, 9] } as const;
  const lines = (name: MetricName, smoothing: number) =>
    chartCsv({ ...shown, metric: metricOf(name, run, []), smoothing })
      .trimEnd()
      .split('\n');
  const axes = 'contender,seed,step,tokens,flops,seconds';
  expect(lines('accuracy', 0).slice(0, 2)).toEqual([`${axes},accuracy`, 'Mamba,1,2,512,2000,0.2,0.25']);
  expect(lines('accuracy', 0)).toHaveLength(1 + run.members.length);
  expect(lines('bits', 0)[1]).toBe(`Mamba,1,2,512,2000,0.2,${3.5 * Math.LOG2E},${3 * Math.LOG2E}`);
  expect(lines('loss', 1)[0]).toBe(`${axes},validation,loss,validation_half_life_1,loss_half_life_1`);
  expect(lines('loss', 1)[1]).toBe(`Mamba,1,2,512,2000,0.2,3.5,3,3.5,${(4 / 2 + 3) / 1.5}`);
  expect(lines('speed', 0)[1]).toBe('Mamba,1,2,512,2000,0.2,2560');
});

test('the results have a row for each contender and seed, all digits, and an empty cell for what is missing', () => {
  const run = trained();
  const named = { ...run, members: run.members.map((m, i) => (i === 0 ? { ...m, name: '=1+1,"x"' } : m)) };
  const [header, first, ...others] = resultsCsv(named).trimEnd().split('\n');
  expect(header).toBe(
    'contender,seed,status,step,parameters,training_flops_per_token,tokens_per_second,validation_nats_per_token,bits_per_character,milliseconds_per_token,state_bytes_at_1024',
  );
  expect(first).toBe(`"'=1+1,""x""",1,waiting,2,,,2560,3.5,${3.5 * Math.LOG2E},,`);
  expect(others).toHaveLength(run.members.length - 1);
});

test('the time of tokens has a row for each measured group, however it was sampled', () => {
  const run = trained();
  const [member] = run.members;
  for (const way of ['carried', 'naive'] as const)
    for (const column of latencyColumns) member?.latency[way][column].append(Float64Array.of(1, 2));
  const rows = latencyCsv(run).trimEnd().split('\n');
  expect(rows[0]).toBe(`contender,seed,sampling,${latencyColumns.join(',')}`);
  expect(rows.slice(1).map(row => row.split(',').slice(0, 4).join())).toEqual([
    'Mamba,1,carried,1',
    'Mamba,1,carried,2',
    'Mamba,1,naive,1',
    'Mamba,1,naive,2',
  ]);
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
  const run = freshRun(initialRun, 1, {
    config: own,
    slots: [0, 1, 2, 3],
    ownText: 'secret 🐋',
    ownSound: null,
    ownMusic: null,
  });
  const json = runJson(run, {});
  expect(json).not.toContain('secret');
  expect(JSON.parse(json)).toMatchObject({ own: { text: { characters: 8 }, sound: null }, samples: null });
});
