import type { Backend } from '../../gpu/backend';
import type { Materials } from '../../tasks/task';
import type { Experiment, Row, Update } from './experiment';
import { openInstruments } from './instruments/open_instruments';
import { parseParams } from './parse_params';

/** An update with the time left in seconds; null: not known yet. */
export type TimedUpdate = Update & { readonly secondsLeft: number | null };

export interface ExperimentRun {
  readonly backend: Backend;
  readonly materials: Materials;
  /** From outside; missing ones have their defaults. */
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly onUpdate?: ((update: TimedUpdate) => void) | undefined;
}

export interface ExperimentResult {
  readonly experiment: string;
  /** With every default filled in. */
  readonly params: unknown;
  readonly seconds: number;
  readonly ended: 'finished' | 'cancelled' | 'failed';
  /** Of a run that failed. */
  readonly error?: unknown;
  /** All rows, also after a cancelled or failed run. */
  readonly rows: readonly Row[];
  readonly summary: readonly string[];
}

/** Runs an experiment until it finishes, fails, or is cancelled, and keeps the rows. Throws ExperimentError for bad parameters. */
export async function runExperiment(experiment: Experiment, run: ExperimentRun): Promise<ExperimentResult> {
  const params = parseParams(experiment, run.params);
  const rows: Row[] = [];
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const { backend, materials, signal } = run;
  let furthest = 0;
  const report = (update: Update): void => {
    if (update.row) rows.push(update.row);
    furthest = Math.min(1, Math.max(furthest, update.progress));
    const secondsLeft = furthest > 0 ? (seconds() * (1 - furthest)) / furthest : null;
    run.onUpdate?.({ ...update, progress: furthest, secondsLeft });
  };
  const end = (ended: ExperimentResult['ended']): ExperimentResult => ({
    experiment: experiment.name,
    params,
    seconds: seconds(),
    ended,
    rows,
    summary: experiment.summary(rows, params),
  });
  try {
    await experiment.run({ instruments: openInstruments(backend, signal), materials, params, signal, report });
    return end('finished');
  } catch (error) {
    if (signal.aborted && error === signal.reason) return end('cancelled');
    return { ...end('failed'), error };
  }
}
