import { existsSync } from 'node:fs';
import { readExperimentRun } from '../../headless/run_file';
import { canonicalJson } from '../../src/lab/config/canonical_json';
import { parseParams } from '../../src/lab/experiments/parse_params';
import { findExperiment } from '../../src/lab/experiments/registry';
import type { ExperimentRun } from '../../src/lab/runs/run';
import { configHash } from '../evidence-runs';
import type { StrongRun } from './strong_run';

/** What is kept of a strong run. `stale`: it ran with other parameters than those that are declared now. */
export type KeptResult =
  | { readonly state: 'missing' }
  | { readonly state: 'part' | 'finished'; readonly run: ExperimentRun; readonly stale: boolean };

export function resultFileOf(name: string): string {
  return `docs/results/${name}.unroll`;
}

export function resultCommand(name: string): string {
  return `npm run --silent results -- ${name}`;
}

/** All that decides what it measures. */
export function configOfStrong({ experiment, params }: Pick<StrongRun, 'experiment' | 'params'>): unknown {
  return { experiment, params: parseParams(findExperiment(experiment), params) };
}

export function keptResult(strong: StrongRun): KeptResult {
  const path = resultFileOf(strong.name);
  return existsSync(path) ? keptOf(strong, readExperimentRun(path)) : { state: 'missing' };
}

export function keptOf(strong: StrongRun, run: ExperimentRun): KeptResult {
  const { experiment, params, ended } = run.outcome;
  const stale = canonicalJson({ experiment, params }) !== canonicalJson(configOfStrong(strong));
  return { state: ended === 'finished' ? 'finished' : 'part', run, stale };
}

/** Hash of what ran. */
export function hashOf({ outcome: { experiment, params } }: ExperimentRun): string {
  return configHash({ experiment, params });
}
