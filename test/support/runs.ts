import { runConfig } from '../../src/lab/config/config';
import { membersOf } from '../../src/lab/config/members';
import { modelOf } from '../../src/lab/config/model_of';
import { curveColumnsOf } from '../../src/lab/race/curve';
import type { ExperimentRun, RaceRun, RunMember } from '../../src/lab/runs/run';
import { latencyColumnsOf } from '../../src/lab/sampling/latency';
import { layOutParameters } from '../../src/models/arena';

const vocabulary = ['a', 'b', '\n', '“'];

export const config = runConfig.parse({
  task: { name: 'text', source: 'own', length: 16 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] },
  ],
  training: { steps: 90, batch: 2, seeds: 2 },
});

/** Numbers that a table could easily change. */
const AWKWARD = [Number.NaN, -0, 0, 1e21, 1e-7, 0.1 + 0.2, 5e-324, Number.MAX_VALUE, Infinity, -Infinity];

function member(index: number): RunMember {
  const own = membersOf(config)[index];
  if (!own) throw new RangeError(`there is no member ${index}`);
  const { entries, elements } = layOutParameters(modelOf(own.config, vocabulary.length));
  const parameters = new Float32Array(elements);
  const moments = new Float32Array(2 * elements);
  for (const { offset, size } of entries)
    for (let i = offset; i < offset + size; i++) {
      parameters[i] = Math.sin(i + index);
      moments[i] = -1e-39 * i;
      moments[elements + i] = i * 1e-12;
    }
  const steps = AWKWARD.length - index;
  const curve = curveColumnsOf(column =>
    Float64Array.from({ length: steps }, (_, i) => (column === 'step' ? i + 1 : (AWKWARD[i] ?? 0))),
  );
  const latency = (count: number) => latencyColumnsOf(() => Float64Array.from(AWKWARD.slice(0, count)));
  return {
    status: 'paused',
    goal: 90,
    seconds: 1.25,
    trainer: index === 3 ? undefined : { steps, parameters, moments },
    curve,
    latency: { carried: latency(index), naive: latency(2) },
  };
}

const facts = {
  id: '0123456789abcdef0123456789abcdef',
  name: 'Own text race',
  notes: 'first try\nwith “quotes”, and =formulas()',
  pinned: true,
  created: '2026-11-29T20:00:00.000Z',
  saved: '2026-11-29T20:01:00.000Z',
  engine: { build: 'b1', backend: 'wasm', adapter: 'CPU', kernels: {}, wasmBuild: 'relaxed', threads: 2 },
  lineage: { id: 'fedcba9876543210fedcba9876543210', step: 3 },
} as const;

/** A race on own text and sound with two contenders and two seeds. One member has no weights yet. */
export function madeUpRace(): RaceRun {
  const request = { prompt: 'ab', tokens: 3, temperature: 0.8, topK: 0, seed: 1, naive: false };
  const written = { text: 'aab', answers: [{ sequence: 0, position: 1, said: 'a', right: 'b', correct: false }] };
  return {
    ...facts,
    kind: 'race',
    config,
    slots: [0, 4],
    vocabulary,
    ownText: '“ab\r\nba” '.repeat(40),
    ownSound: Uint8Array.of(1, 128, 255),
    ownMusic: Uint8Array.of(77, 84, 104, 100),
    members: [0, 1, 2, 3].map(member),
    samples: [{ request, questions: [], written: [written, written, written, { ...written, skipped: 'it diverged' }] }],
  };
}

export function madeUpExperiment(): ExperimentRun {
  const rows = [
    { contender: 'LSTM', length: 64, accuracy: 0.1 + 0.2, status: null },
    { contender: 'Mamba', length: 64, accuracy: null, status: 'skipped' },
  ];
  const outcome = { experiment: 'state_tracking', adapter: 'CPU', params: { seed: 3 }, seed: 3, seconds: 2.5 };
  return { ...facts, kind: 'experiment', outcome: { ...outcome, ended: 'finished', rows, summary: ['It is so.'] } };
}
