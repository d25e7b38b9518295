import { toCsv } from '../src/lab/experiments/csv';
import { type Experiment, ExperimentError } from '../src/lab/experiments/experiment';
import { experiments, findExperiment } from '../src/lab/experiments/registry';
import { resultFile, resultJson } from '../src/lab/experiments/result_file';
import {
  type ExperimentResult,
  parseParams,
  runExperiment,
  type TimedUpdate,
} from '../src/lab/experiments/run_experiment';
import { explain } from '../src/lab/explain';
import { openHeadless } from './backend';
import { readJson, writeFile } from './files';
import { readCorpus } from './run';
import { backendFlag, type Flags, required, UsageError } from './usage';

/** Two progress lines are at least this far apart; a line with a new row is always written. */
const LINE_MILLISECONDS = 5000;

/** Each ends an experiment early; the second time, at once. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** `experiment`: one of the registry, as the page runs it. Ctrl-C ends it and keeps its rows. */
export async function experiment(flags: Flags): Promise<void> {
  if (flags.list) {
    for (const { name, question } of experiments) console.log(`${name}\n  ${question}`);
    return;
  }
  const chosen = find(flags.file);
  const params = checkParams(chosen, flags.params === undefined ? {} : readJson(flags.params));
  const out = required(flags, 'out');
  const { backend, report } = await openHeadless(backendFlag(flags));
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort(new Error('interrupted'));
  for (const name of SIGNALS) process.once(name, onInterrupt);
  try {
    const result = await runExperiment(chosen, {
      backend,
      materials: { corpus: readCorpus },
      params,
      signal: stop.signal,
      onUpdate: progressLines(),
    });
    if (result.ended === 'failed' && result.rows.length === 0) throw result.error;
    writeResult(chosen, result, report.adapter, out, flags.csv);
    if (result.ended === 'failed') throw result.error;
    if (result.ended === 'cancelled')
      throw new Error(`interrupted; the ${result.rows.length} rows so far are in ${out}`);
  } catch (error) {
    throw asUsage(error);
  } finally {
    for (const name of SIGNALS) process.off(name, onInterrupt);
  }
}

function find(name: string | undefined): Experiment {
  if (name === undefined) throw new UsageError('experiment takes the name of one experiment, or --list');
  try {
    return findExperiment(name);
  } catch (error) {
    throw asUsage(error);
  }
}

function checkParams(chosen: Experiment, params: unknown): unknown {
  try {
    return parseParams(chosen, params);
  } catch (error) {
    throw asUsage(error);
  }
}

/** What whoever called can mend becomes a UsageError. */
function asUsage(error: unknown): unknown {
  if (error instanceof ExperimentError) return new UsageError(error.message);
  const { failure, message } = explain(error);
  return failure === 'bad_config' || failure === 'bad_text' ? new UsageError(message) : error;
}

/** Writes progress to standard error. */
function progressLines(): (update: TimedUpdate) => void {
  let next = 0;
  return ({ progress, message, row, secondsLeft }) => {
    const now = performance.now();
    if (now < next && !row) return;
    next = now + LINE_MILLISECONDS;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    process.stderr.write(`${Math.floor(100 * progress)} % ${message}${left}\n`);
  };
}

function writeResult(
  chosen: Experiment,
  result: ExperimentResult,
  adapter: string,
  out: string,
  csv: string | undefined,
): void {
  writeFile(out, resultJson(resultFile(result, adapter)));
  if (csv !== undefined) writeFile(csv, toCsv(chosen.columns, result.rows));
}
