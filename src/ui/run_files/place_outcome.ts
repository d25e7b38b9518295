import { ExperimentError } from '../../lab/experiments/experiment';
import { parseParams } from '../../lab/experiments/parse_params';
import { experiments } from '../../lab/experiments/registry';
import type { ExperimentRun } from '../../lab/runs/run';
import { RunFileError } from '../../lab/runs/run_file_error';
import { quoted } from '../../quoted';
import { openExperiment } from '../experiment_actions';
import { type ExperimentOutcome, experimentsStore, type Origin } from '../stores/experiments';

/**
 * Shows the outcome of an experiment, in a free place of its results. Where none is free, it takes that of the earlier result, which is
 * kept among the runs, too. Throws RunFileError if this build does not know it, or the experiment runs now.
 */
export function placeOutcome({ outcome, engine, cells = [] }: ExperimentRun, from: Origin): void {
  const { experiment: name } = outcome;
  const params = paramsOf(name, outcome.params);
  const opened: ExperimentOutcome = {
    asked: params,
    params,
    adapter: outcome.adapter,
    software: engine.backend !== 'webgpu' || /software/i.test(outcome.adapter),
    status: outcome.ended === 'interrupted' ? 'cancelled' : outcome.ended,
    // How far an unfinished one came is not known.
    progress: outcome.ended === 'finished' ? 1 : 0,
    message: outcome.error ?? '',
    secondsLeft: null,
    seconds: outcome.seconds,
    rows: outcome.rows,
    cells: outcome.ended === 'finished' ? [] : cells,
    summary: outcome.summary,
    from,
  };
  const { outcomes, earlier, running } = experimentsStore.getState();
  if (outcomes[name] === undefined) experimentsStore.setState({ outcomes: { ...outcomes, [name]: opened } });
  else if (running !== name) experimentsStore.setState({ earlier: { ...earlier, [name]: opened } });
  else
    throw new RunFileError(
      'Its experiment runs now, and its own result would take this place. Wait, or stop it, and open the file again.',
    );
  openExperiment(name);
}

function paramsOf(name: string, params: unknown): Readonly<Record<string, unknown>> {
  const known = experiments.find(experiment => experiment.name === name);
  if (!known) throw new RunFileError(`This version of Unroll has no experiment ${quoted(name)}.`);
  try {
    const checked = parseParams(known, params);
    return checked instanceof Object ? { ...checked } : {};
  } catch (error) {
    if (error instanceof ExperimentError)
      throw new RunFileError(`This version of Unroll cannot show its result: ${error.message}.`);
    throw error;
  }
}
