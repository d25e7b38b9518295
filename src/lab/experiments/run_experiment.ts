import type { Backend } from '../../gpu/backend';
import type { Materials } from '../../tasks/task';
import type { Experiment, Row, Update } from './experiment';
import { openInstruments } from './instruments/open_instruments';
import { CellKeeper, type KeptCell } from './kept_cells';
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
  /** What an earlier run with the same parameters had finished; its measurements are not repeated. */
  readonly before?: Pick<ExperimentResult, 'cells' | 'seconds'> | undefined;
  /** Called after each finished measurement, with it. `soFar` puts together all that there is then. */
  readonly onKept?: ((cell: KeptCell, soFar: () => ExperimentResult) => void) | undefined;
}

export interface ExperimentResult {
  readonly experiment: string;
  /** With every default filled in. */
  readonly params: unknown;
  /** With those of the run that it continues. */
  readonly seconds: number;
  readonly ended: 'finished' | 'cancelled' | 'failed';
  /** Of a run that failed. */
  readonly error?: unknown;
  /** All rows, also after a cancelled or failed run. */
  readonly rows: readonly Row[];
  /** Finished measurements, from which a run goes on. */
  readonly cells: readonly KeptCell[];
  readonly summary: readonly string[];
}

/** Runs an experiment until it finishes, fails, or is cancelled, and keeps the rows. Throws ExperimentError for bad parameters. */
export async function runExperiment(experiment: Experiment, run: ExperimentRun): Promise<ExperimentResult> {
  const params = parseParams(experiment, run.params);
  const rows: Row[] = [];
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const { backend, materials, signal } = run;
  const before = run.before ?? { cells: [], seconds: 0 };
  let furthest = 0;
  /** Where measuring begins; what was kept before takes no time. Undefined: everything so far was kept before. */
  let begun = run.before ? undefined : { at: 0, progress: 0 };
  const onWork = (): void => {
    begun ??= { at: seconds(), progress: furthest };
  };
  const keeper = new CellKeeper(before.cells, onWork, cell => run.onKept?.(cell, () => end('cancelled')));
  const report = (update: Update): void => {
    if (update.row) rows.push(update.row);
    furthest = Math.min(1, Math.max(furthest, update.progress));
    const done = begun ? furthest - begun.progress : 0;
    const secondsLeft = begun && done > 0 ? ((seconds() - begun.at) * (1 - furthest)) / done : null;
    run.onUpdate?.({ ...update, progress: furthest, secondsLeft });
  };
  const end = (ended: ExperimentResult['ended']): ExperimentResult => ({
    experiment: experiment.name,
    params,
    seconds: before.seconds + seconds(),
    ended,
    rows: [...rows],
    cells: ended === 'finished' ? keeper.own : keeper.all,
    summary: experiment.summary(rows, params),
  });
  try {
    const instruments = openInstruments(backend, signal);
    await experiment.run({ instruments, materials, params, signal, once: keeper.once, report });
    return end('finished');
  } catch (error) {
    if (signal.aborted && error === signal.reason) return end('cancelled');
    return { ...end('failed'), error };
  }
}
