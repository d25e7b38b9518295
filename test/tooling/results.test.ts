import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experimentsPage, PAGE } from '../../scripts/results/experiments_page';
import { configOfStrong, hashOf, keptOf } from '../../scripts/results/kept_result';
import { resultTable, spreadWords } from '../../scripts/results/result_table';
import { machineWords } from '../../scripts/results/run_strong';
import { sections } from '../../scripts/results/sections';
import type { StrongRun } from '../../scripts/results/strong_run';
import { strongRuns } from '../../scripts/results/strong_runs';
import { stateWords, strongWords } from '../../scripts/results/strong_words';
import { checkContenders } from '../../src/lab/experiments/contenders';
import { PLAIN_VOCABULARY } from '../../src/lab/experiments/families';
import { parseParams } from '../../src/lab/experiments/parse_params';
import { findExperiment } from '../../src/lab/experiments/registry';
import type { ExperimentRun } from '../../src/lab/runs/run';

it('docs/experiments.md is what the results, the evidence, and the prose give: npm run --silent results -- --docs', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(experimentsPage());
});

it('all strong runs take at most 16 hours together, and each has a place in the page', () => {
  expect(strongRuns.reduce((sum, { hours }) => sum + hours, 0)).toBeLessThanOrEqual(16);
  expect(new Set(strongRuns.map(({ name }) => name)).size).toBe(strongRuns.length);
  const prose = sections.map(name => readFileSync(`docs/results/${name}.md`, 'utf8')).join('\n');
  for (const { name } of strongRuns) expect(prose.split(`{{strong ${name}}}`)).toHaveLength(2);
});

describe.each(strongRuns.map(strong => [strong.name, strong] as const))('%s', (_, strong) => {
  const experiment = findExperiment(strong.experiment);

  it('has parameters that its experiment takes, three seeds where it trains, and a table of its columns', () => {
    const params = Object(parseParams(experiment, strong.params));
    if ('seeds' in params) expect(params.seeds).toBeGreaterThanOrEqual(3);
    const contenders: unknown = params.contenders ?? [];
    if (!Array.isArray(contenders)) throw new TypeError('its contenders are no list');
    // Families come in every width.
    checkContenders(
      contenders.map(one => ({ d_model: 64, ...one })),
      PLAIN_VOCABULARY,
    );
    const { table } = strong;
    const keys = table.kind === 'pivot' ? [...table.down, table.across, table.value] : table.columns;
    expect(experiment.columns.map(({ key }) => key)).toEqual(expect.arrayContaining([...keys]));
    expect(experiment.published.length).toBeGreaterThan(0);
  });

  it('is named after its experiment, so that the page offers its result there', () => {
    expect(strong.name).toMatch(new RegExp(`^${strong.experiment.replaceAll('_', '-')}(-|$)`));
  });

  it('says what is known, and no rows tell nothing', () => {
    expect(strong.known.length).toBeGreaterThan(0);
    for (const { claim, source, holds } of strong.known) {
      expect([claim, source]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\d{4}/)]);
      expect(holds([])).toBeNull();
    }
  });
});

const strong: StrongRun = {
  name: 'parity',
  experiment: 'length_generalisation',
  params: { seeds: 3, steps: 10 },
  hours: 1,
  known: [
    { claim: 'It is right.', source: 'Nobody 2026', holds: rows => rows.every(({ accuracy }) => accuracy === 1) },
  ],
  table: { kind: 'pivot', down: ['contender'], across: 'length', value: 'accuracy' },
};

const row = { contender: 'LSTM', length: 8, accuracy: 0.9, accuracy_least: 0.8, accuracy_most: 1, seeds: 3 };

function runOf(params: object, more: Partial<ExperimentRun['outcome']> = {}): ExperimentRun {
  const outcome = {
    experiment: 'length_generalisation',
    adapter: 'CPU',
    params: parseParams(findExperiment('length_generalisation'), params),
    seed: 1,
    seconds: 90,
    ended: 'finished' as const,
    rows: [row],
    summary: [],
    ...more,
  };
  const engine = { build: '', backend: 'wasm' as const, adapter: 'CPU', kernels: {}, wasmBuild: null, threads: 2 };
  const times = { created: '2026-01-01T00:00:00.000Z', saved: '2026-01-02T00:00:00.000Z' };
  const about = { id: 'abcdef01', name: 'Lengths', notes: 'two cores', pinned: false, lineage: null };
  return { kind: 'experiment', ...about, ...times, engine, outcome, cells: [] };
}

describe('what is kept', () => {
  it('belongs to the declared parameters, or is called stale', () => {
    const kept = keptOf(strong, runOf(strong.params));
    expect(kept).toMatchObject({ state: 'finished', stale: false });
    expect(strongWords(strong, kept)).not.toContain('stale');
    expect(stateWords(kept)).toBe('2026-01-02, 90 s');
    const run = runOf({ ...strong.params, steps: 11 });
    const old = keptOf(strong, run);
    expect(old).toMatchObject({ stale: true });
    expect(strongWords(strong, old)).toContain('parity is stale');
    expect(hashOf(run)).not.toBe(hashOf(runOf(strong.params)));
    expect(configOfStrong(strong)).toMatchObject({ params: { steps: 10, batch: 8 } });
  });

  it('has its table, its verdict, and the published figures; a part has none', () => {
    const words = strongWords(strong, keptOf(strong, runOf(strong.params)));
    expect(words).toMatch(/seeds 1 to 3, CPU, two cores, 2026-01-02, 90 s, config [0-9a-f]{16}/);
    expect(words).toContain('| contender | 8 |\n|---|---|\n| LSTM | 90.0 % (80.0–100.0) |');
    expect(words).toContain('It is right. (Nobody 2026) **Does not hold at this size.**');
    expect(words).toMatch(/Published: Gu and Dao 2023.*Table 11[\s\S]*\| Mamba \(74K\) \| 100 \|/);
    const part = strongWords(strong, keptOf(strong, runOf(strong.params, { ended: 'interrupted' })));
    expect(part).toContain('0 measurements of it are there');
    expect(part).not.toContain('| LSTM |');
  });
});

it('a cell says why it has no figure, and one seed has no spread', () => {
  const accuracy = { key: 'accuracy', title: 'Accuracy', unit: 'share' };
  expect(spreadWords({ ...row, accuracy: null, status: 'diverged' }, accuracy)).toBe('diverged');
  expect(spreadWords({ ...row, seeds: 1 }, accuracy)).toBe('90.0 %');
  const experiment = findExperiment('scaling');
  const columns = { kind: 'columns', columns: ['contender', 'loss', 'flops'] } as const;
  const table = resultTable(columns, experiment, [
    { contender: 'A|B', loss: 2, loss_low: 1.5, loss_high: 2.5, seeds: 2, flops: 6.131e10 },
  ]);
  expect(table).toContain('| contender | validation loss, nats | training operations, FLOP |');
  expect(table).toContain('| A\\|B | 2.000 (1.500–2.500) | 61,310,000,000 |');
});

it('a result of a busy machine says so, because its times are disturbed', () => {
  expect(machineWords(2, 'AMD EPYC', 2.4)).toBe('two cores, AMD EPYC');
  expect(machineWords(2, '', 13.6)).toBe('two cores, beside other work (load 14)');
});
