import type { Experiment } from '../../lab/experiments/experiment';
import { experimentRun } from '../../lab/runs/experiment_run';
import type { RunEngine } from '../../lab/runs/run';
import { writeRunFile } from '../../lab/runs/run_file';
import { download, safeFileName } from '../download';
import { cellsOf, resultOf } from '../experiments/exports';
import type { ExperimentOutcome } from '../stores/experiments';

/** Lets the browser save the outcome of an experiment as a run file. */
export function downloadOutcome({ name, title }: Experiment, outcome: ExperimentOutcome): void {
  const run = experimentRun(resultOf(name, outcome), title, engineOfOutcome(outcome), cellsOf(outcome));
  download(`unroll-${safeFileName(name)}.unroll`, new Blob([writeRunFile(run)], { type: 'application/zip' }));
}

/** What computed an outcome, as far as it says: one of an earlier visit may be of another build. */
function engineOfOutcome({ adapter, software }: ExperimentOutcome): RunEngine {
  const onCpu = /twins/.test(adapter) ? 'twin' : 'wasm';
  const backend = software && /^CPU/.test(adapter) ? onCpu : 'webgpu';
  return { build: '', backend, adapter, kernels: {}, wasmBuild: null, threads: null };
}
