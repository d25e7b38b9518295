import { toCsv } from '../../lab/experiments/csv';
import type { Experiment, Row } from '../../lab/experiments/experiment';
import { type ResultFile, resultFile } from '../../lab/experiments/result_file';
import type { ExperimentOutcome } from '../stores/experiments';

export function experimentCsv({ columns }: Experiment, rows: readonly Row[]): string {
  return toCsv(columns, rows);
}

/** The result of a run, as headless writes it; for a current run, the result so far. */
export function resultOf(experiment: string, outcome: ExperimentOutcome): ResultFile {
  const { params, seconds, status, message, rows, summary, adapter } = outcome;
  const ended = status === 'running' ? 'cancelled' : status;
  return resultFile({ experiment, params, seconds, ended, error: message, rows, summary }, adapter);
}

/** What a run file has beside it, so that the run can go on from there; none where nothing is left to measure. */
export function cellsOf({ cells }: ExperimentOutcome): { readonly cells?: ExperimentOutcome['cells'] } {
  return cells.length > 0 ? { cells } : {};
}
