import { toCsv } from '../src/lab/experiments/csv';
import { experiments } from '../src/lab/experiments/registry';
import { type ResultFile, resultFile, resultJson } from '../src/lab/experiments/result_file';
import { type ExperimentResult, runExperiment, type TimedUpdate } from '../src/lab/experiments/run_experiment';
import { engineDifference } from '../src/lab/runs/engine_difference';
import { experimentRun } from '../src/lab/runs/experiment_run';
import { writeRunFile } from '../src/lab/runs/run_file';
import { openHeadless } from './backend';
import { choiceFor } from './backend_of_run';
import { engineHere } from './engine_here';
import { asUsage, experimentSource } from './experiment_source';
import { interruptible } from './interruption';
import { readCorpus } from './materials';
import { type Output, probeOutputs, writeOutputs } from './outputs';
import { backendFlag, type Flags, UsageError } from './usage';

/** Milliseconds between progress lines; a new row always gets a line. */
const LINE_MILLISECONDS = 5000;

/**
 * `experiment`: runs one of the registry as the page does, or goes on with that of a run file. The run file is written after each
 * finished measurement. If it fails or is interrupted, writes its rows, then throws.
 */
export async function experiment(flags: Flags): Promise<void> {
  if (flags.list) {
    for (const { name, question } of experiments) console.log(`${name}\n  ${question}`);
    return;
  }
  const { experiment: chosen, params, before, inputs } = experimentSource(flags);
  const { out, csv, resume, 'save-run': kept } = flags;
  const where = out ?? kept;
  if (where === undefined) throw new UsageError('--out is missing, or --save-run for a run file');
  const asked = backendFlag(flags);
  const choice = before && resume !== undefined ? choiceFor(asked, resume, before.engine) : asked;
  probeOutputs(
    [out, csv, kept].filter(path => path !== undefined),
    // A run file may be replaced by the run that goes on from it.
    inputs.filter(path => path !== kept),
  );
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(choice));
    if (!opened) throw on.interruption?.saying('interrupted before the first row; nothing is written');
    const engine = engineHere(opened, before);
    const difference = before && engineDifference(before.engine, engine);
    if (difference != null) console.error(`unroll: ${resume}: ${difference}`);
    const fileOf = (result: ExperimentResult): ResultFile => {
      const file = resultFile(result, opened.report.adapter);
      return result.ended === 'cancelled' ? { ...file, ended: 'interrupted' } : file;
    };
    const runFileOf = (result: ExperimentResult): Output[] => {
      if (kept === undefined) return [];
      const run = experimentRun(fileOf(result), chosen.title, engine, { cells: result.cells, before });
      return [{ path: kept, content: writeRunFile(run) }];
    };
    const result = await runExperiment(chosen, {
      backend: opened.backend,
      materials: { corpus: readCorpus },
      params,
      signal: on.signal,
      onUpdate: progressLines(),
      before: before && { cells: before.cells ?? [], seconds: before.outcome.seconds },
      onKept: (_, soFar) => writeOutputs(runFileOf(soFar())),
    });
    if (result.ended === 'failed' && result.rows.length === 0) throw asUsage(result.error);
    const outputs: Output[] = [];
    if (out !== undefined) outputs.push({ path: out, content: resultJson(fileOf(result)) });
    if (csv !== undefined) outputs.push({ path: csv, content: toCsv(chosen.columns, result.rows) });
    writeOutputs([...outputs, ...runFileOf(result)]);
    if (result.ended === 'failed') throw asUsage(result.error);
    if (result.ended === 'cancelled')
      throw on.interruption?.saying(`interrupted; the ${result.rows.length} rows so far are in ${where}`);
  });
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
