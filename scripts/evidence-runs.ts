import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { openHeadless } from '../headless/backend';
import { readCorpus } from '../headless/materials';
import { canonicalJson, HASH_DIGITS } from '../src/lab/config/canonical_json';
import { parseRunConfig } from '../src/lab/config/parse_config';
import type { Row } from '../src/lab/experiments/experiment';
import { parseParams } from '../src/lab/experiments/parse_params';
import { findExperiment } from '../src/lab/experiments/registry';
import { runExperiment } from '../src/lab/experiments/run_experiment';
import { RunRecorder } from '../src/lab/race/run_recorder';
import { Session } from '../src/lab/race/session';
import type { Evidence } from '../src/ui/tour/evidence';
import { presetOf } from '../src/ui/tour/preset_of';
import type { Action } from '../src/ui/tour/step';
import { steps } from '../src/ui/tour/steps';

type Run = Extract<Action, { kind: 'race' | 'experiment' }>;

/** The buttons of the tour whose runs are kept as evidence, by name. */
export function evidenceRuns(): ReadonlyMap<string, Run> {
  const runs = steps.flatMap(({ actions }) =>
    actions.flatMap(action =>
      (action.kind === 'race' || action.kind === 'experiment') && action.evidence !== undefined
        ? [[action.evidence, action] as const]
        : [],
    ),
  );
  return new Map(runs);
}

/** The config that a button runs, with every default. */
export function configOf(action: Run): unknown {
  if (action.kind === 'race') return parseRunConfig(presetOf(action).config);
  const { experiment, params } = action;
  return { experiment, params: parseParams(findExperiment(experiment), params) };
}

/** Hash of a config, as the captions of pictures have it. */
export function configHash(config: unknown): string {
  return createHash('sha256').update(canonicalJson(config)).digest('hex').slice(0, HASH_DIGITS);
}

/** The file of the evidence of that name. */
export function evidenceFile(name: string): string {
  return `src/ui/tour/evidence/${name}.json`;
}

export function evidenceCommand(name: string): string {
  return `npm run --silent evidence -- ${name}`;
}

/** Runs the buttons of these names, and writes their results. Returns the exit code. */
export async function main(names: readonly string[]): Promise<number> {
  const runs = evidenceRuns();
  for (const name of names) {
    const action = runs.get(name);
    if (!action) {
      console.error(`unroll: there is no evidence '${name}'; there are ${[...runs.keys()].join(', ')}`);
      return 2;
    }
    const config = configOf(action);
    const started = performance.now();
    const { adapter, rows } = await (action.kind === 'race' ? race(action) : experiment(action));
    const evidence: Evidence = {
      name,
      command: evidenceCommand(name),
      adapter,
      machine: coresWords(availableParallelism()),
      date: new Date().toISOString().slice(0, 10),
      seconds: Math.max(1, Math.round((performance.now() - started) / 1000)),
      config,
      hash: configHash(config),
      stale: null,
      rows: rows.map(rounded),
    };
    writeEvidence(evidence);
  }
  return 0;
}

/** One row a line, so that a diff shows the changed figures. */
export function writeEvidence({ rows, ...about }: Evidence): void {
  const head = Object.entries(about).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lines = rows.map(row => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(evidenceFile(about.name), `{\n${head.join('')}  "rows": [\n${lines}\n  ]\n}\n`);
}

interface Result {
  readonly adapter: string;
  readonly rows: readonly Row[];
}

async function race(action: Extract<Run, { kind: 'race' }>): Promise<Result> {
  const config = parseRunConfig(presetOf(action).config);
  const { backend, report } = await openHeadless({ backend: 'wasm' });
  const recorder = new RunRecorder(config);
  const session = await Session.load(backend, event => recorder.receive(event), 1, config, { corpus: readCorpus });
  session.play();
  await session.idle();
  if (recorder.failure !== undefined) throw new Error(recorder.failure);
  const rows = recorder.runs().flatMap(({ name, parameters, curve }) =>
    curve.step.flatMap((step = null, i) => {
      const { validation, accuracy } = { validation: curve.validation[i], accuracy: curve.accuracy[i] };
      if (validation == null) return [];
      return [{ contender: name, parameters, step, loss: validation, accuracy: accuracy ?? null }];
    }),
  );
  return { adapter: report.adapter, rows };
}

async function experiment({ experiment: name, params }: Extract<Run, { kind: 'experiment' }>): Promise<Result> {
  const { backend, report } = await openHeadless({ backend: 'wasm' });
  const materials = { corpus: readCorpus };
  const { signal } = new AbortController();
  const { rows, error } = await runExperiment(findExperiment(name), { backend, materials, params, signal });
  if (error !== undefined) throw error;
  return { adapter: report.adapter, rows };
}

/** Six digits are enough for a reader. */
function rounded(row: Row): Row {
  const cells = Object.entries(row).map(([key, cell]) => [
    key,
    typeof cell === 'number' ? Number(cell.toPrecision(cell % 1 === 0 ? 15 : 6)) : cell,
  ]);
  return Object.fromEntries(cells);
}

export function coresWords(cores: number): string {
  return cores === 1 ? 'one core' : cores === 2 ? 'two cores' : `${cores} cores`;
}
