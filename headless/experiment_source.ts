import { type Experiment, ExperimentError } from '../src/lab/experiments/experiment';
import { parseParams } from '../src/lab/experiments/parse_params';
import { findExperiment } from '../src/lab/experiments/registry';
import { explain } from '../src/lab/race/explain';
import type { ExperimentRun } from '../src/lab/runs/run';
import { readJson } from './json_file';
import { readExperimentRun } from './run_file';
import { type Flags, UsageError } from './usage';

/** What `experiment` runs: an experiment from its start, or from where a run file has it. */
export interface ExperimentSource {
  readonly experiment: Experiment;
  readonly params: unknown;
  /** The run that goes on. */
  readonly before: ExperimentRun | undefined;
  /** Files that were read. */
  readonly inputs: readonly string[];
}

/** Throws UsageError, also for flags that contradict each other. */
export function experimentSource(flags: Flags): ExperimentSource {
  const { file, params, resume } = flags;
  if (resume === undefined) {
    const experiment = find(file);
    const inputs = params === undefined ? [] : [params];
    return { experiment, params: checkParams(experiment, params), before: undefined, inputs };
  }
  if (file !== undefined)
    throw new UsageError(`experiment takes a name or --resume, not both: the run file has its own; leave ${file} out`);
  if (params !== undefined)
    throw new UsageError('--params has no effect with --resume: a run file has its own; leave it out');
  const before = readExperimentRun(resume);
  const { experiment: name, params: kept, ended } = before.outcome;
  if (ended === 'finished') throw new UsageError(`${resume} has finished; nothing is left to do`);
  const experiment = find(name);
  return { experiment, params: checked(experiment, resume, kept), before, inputs: [resume] };
}

function find(name: string | undefined): Experiment {
  if (name === undefined) throw new UsageError('experiment takes the name of one experiment, --resume, or --list');
  try {
    return findExperiment(name);
  } catch (error) {
    throw asUsage(error);
  }
}

function checkParams(chosen: Experiment, path: string | undefined): unknown {
  const params = path === undefined ? {} : readJson(path);
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new UsageError(`${path} holds no object of parameters; write {"name": value}`);
  return checked(chosen, path, params);
}

function checked(chosen: Experiment, path: string | undefined, params: unknown): unknown {
  try {
    return parseParams(chosen, params);
  } catch (error) {
    const mended = asUsage(error);
    throw mended instanceof UsageError && path !== undefined ? new UsageError(`${path}: ${mended.message}`) : mended;
  }
}

/** Faults that the user can fix become a UsageError. */
export function asUsage(error: unknown): unknown {
  if (error instanceof ExperimentError) return new UsageError(error.message);
  const { failure, message } = explain(error);
  return failure === 'bad_config' || failure === 'bad_text' ? new UsageError(message) : error;
}
