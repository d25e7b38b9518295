import { toCsv } from '../src/lab/experiments/csv';
import { type Experiment, ExperimentError } from '../src/lab/experiments/experiment';
import { parseParams } from '../src/lab/experiments/parse_params';
import { experiments, findExperiment } from '../src/lab/experiments/registry';
import { type ResultFile, resultFile, resultJson } from '../src/lab/experiments/result_file';
import { runExperiment, type TimedUpdate } from '../src/lab/experiments/run_experiment';
import { explain } from '../src/lab/race/explain';
import { experimentRun } from '../src/lab/runs/experiment_run';
import { writeRunFile } from '../src/lab/runs/run_file';
import { openHeadless } from './backend';
import { engineHere } from './engine_here';
import { interruptible } from './interruption';
import { readJson } from './json_file';
import { readCorpus } from './materials';
import { type Output, probeOutputs, writeOutputs } from './outputs';
import { backendFlag, type Flags, required, UsageError } from './usage';

/** Milliseconds between progress lines; a new row always gets a line. */
const LINE_MILLISECONDS = 5000;

/** `experiment`: runs one of the registry as the page does. If it fails or is interrupted, writes its rows, then throws. */
export async function experiment(flags: Flags): Promise<void> {
  if (flags.list) {
    for (const { name, question } of experiments) console.log(`${name}\n  ${question}`);
    return;
  }
  const chosen = find(flags.file);
  const params = checkParams(chosen, flags.params);
  const out = required(flags, 'out');
  const { 'save-run': kept } = flags;
  const backendName = backendFlag(flags);
  const csvs = flags.csv === undefined ? [] : [flags.csv];
  probeOutputs([out, ...csvs, ...(kept === undefined ? [] : [kept])], flags.params === undefined ? [] : [flags.params]);
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(backendName));
    if (!opened) throw on.interruption?.saying('interrupted before the first row; nothing is written');
    const result = await runExperiment(chosen, {
      backend: opened.backend,
      materials: { corpus: readCorpus },
      params,
      signal: on.signal,
      onUpdate: progressLines(),
    });
    if (result.ended === 'failed' && result.rows.length === 0) throw asUsage(result.error);
    const file = resultFile(result, opened.report.adapter);
    const ended: ResultFile = result.ended === 'cancelled' ? { ...file, ended: 'interrupted' } : file;
    const content = resultJson(ended);
    const table = toCsv(chosen.columns, result.rows);
    const outputs: Output[] = [{ path: out, content }, ...csvs.map(path => ({ path, content: table }))];
    if (kept !== undefined)
      outputs.push({ path: kept, content: writeRunFile(experimentRun(ended, chosen.title, engineHere(opened))) });
    writeOutputs(outputs);
    if (result.ended === 'failed') throw asUsage(result.error);
    if (result.ended === 'cancelled')
      throw on.interruption?.saying(`interrupted; the ${result.rows.length} rows so far are in ${out}`);
  });
}

function find(name: string | undefined): Experiment {
  if (name === undefined) throw new UsageError('experiment takes the name of one experiment, or --list');
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
  try {
    return parseParams(chosen, params);
  } catch (error) {
    const mended = asUsage(error);
    throw mended instanceof UsageError && path !== undefined ? new UsageError(`${path}: ${mended.message}`) : mended;
  }
}

/** Faults that the user can fix become a UsageError. */
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
