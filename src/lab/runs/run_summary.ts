import { z } from 'zod';
import { findTask } from '../../tasks/registry';
import { membersOf } from '../config/members';
import { type RaceRun, type Run, runId, runNotes } from './run';
import { storedRunName } from './run_name';

/**
 * What the page does with a run when it opens again: `offer` to train on, or let it `go_on` by itself, as a race whose GPU was
 * gone; `nothing`: it rests.
 */
export const nextVisit = z.enum(['offer', 'go_on', 'nothing']);
export type NextVisit = z.infer<typeof nextVisit>;

const figure = z.number().nullable();

/** A row of the table of runs: small, so that a thousand are read at once. */
export const runSummary = z.strictObject({
  id: runId,
  kind: z.enum(['race', 'experiment']),
  name: storedRunName,
  notes: runNotes,
  pinned: z.boolean(),
  created: z.string(),
  saved: z.string(),
  /** Title of the task, or of the experiment. */
  subject: z.string(),
  /** Names of the contenders. */
  contenders: z.array(z.string()).readonly(),
  /** Of the member that is furthest behind, among those that did not diverge or fail. */
  step: z.number(),
  /** Of the plan. */
  steps: z.number(),
  /** Least validation loss of any member that did not diverge or fail, in nats per scored token; null: not measured. */
  validation: figure,
  /** The best share of right answers, or of right next tokens, of any member that did not diverge or fail; null: not measured. */
  accuracy: figure,
  /** Bits per character or sample of the least validation loss, where the task has no answers; otherwise null. */
  bits: figure,
  /** About what it takes in the store. */
  bytes: z.number(),
  next: nextVisit,
});
export type RunSummary = Readonly<z.infer<typeof runSummary>>;

export function summaryOf(run: Run, next: NextVisit): RunSummary {
  const { id, kind, name, notes, pinned, created, saved } = run;
  const own = run.kind === 'race' ? raceFigures(run) : experimentFigures(run);
  return { id, kind, name, notes, pinned, created, saved, ...own, bytes: bytesOf(run), next };
}

function raceFigures(run: RaceRun) {
  const { config, members } = run;
  const task = findTask(config.task.name);
  // What diverged leads nowhere, whatever it had before.
  const standing = members.filter(({ status }) => status !== 'diverged' && status !== 'failed');
  const validation = best(
    standing.map(({ curve }) => least(curve.validation)),
    Math.min,
  );
  const accuracy = best(
    standing.map(({ curve }) => most(curve.accuracy)),
    Math.max,
  );
  const isBits = task.measure === 'bits';
  return {
    subject: task.title,
    contenders: config.contenders.map(own => own.name),
    step: runStep(run),
    steps: Math.max(...membersOf(config).map(({ training }) => training.steps)),
    validation,
    accuracy,
    bits: isBits && validation !== null ? validation / Math.LN2 : null,
  };
}

/** Steps of the member that is furthest behind, among those that did not diverge or fail. */
export function runStep({ members }: Pick<RaceRun, 'members'>): number {
  const racing = members.filter(({ status }) => status !== 'diverged' && status !== 'failed' && status !== 'frozen');
  return Math.min(...(racing.length > 0 ? racing : members).map(({ trainer }) => trainer?.steps ?? 0));
}

function experimentFigures({ outcome }: Extract<Run, { kind: 'experiment' }>) {
  const { rows } = outcome;
  const none = { validation: null, accuracy: null, bits: null };
  return { subject: outcome.experiment, contenders: [], step: rows.length, steps: rows.length, ...none };
}

function best(figures: readonly (number | null)[], of: (...values: number[]) => number): number | null {
  const known = figures.filter(value => value !== null);
  return known.length > 0 ? of(...known) : null;
}

function least(values: Float64Array): number | null {
  return values.reduce<number | null>(
    (low, value) => (Number.isFinite(value) && value < (low ?? Infinity) ? value : low),
    null,
  );
}

function most(values: Float64Array): number | null {
  return values.reduce<number | null>(
    (high, value) => (Number.isFinite(value) && value > (high ?? -Infinity) ? value : high),
    null,
  );
}

function bytesOf(run: Run): number {
  if (run.kind === 'experiment') return 2 * JSON.stringify([run.outcome, run.cells]).length;
  const { members, ownText, ownSound, ownMusic, samples } = run;
  const arrays = members.flatMap(({ trainer, curve, latency }) => [
    ...(trainer ? [trainer.parameters, trainer.moments, ...(trainer.stream ? [trainer.stream.values] : [])] : []),
    ...[curve, latency.carried, latency.naive].flatMap(columns => Object.values(columns)),
  ]);
  const text = (ownText?.length ?? 0) + JSON.stringify(samples).length;
  return (
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) +
    2 * text +
    (ownSound?.byteLength ?? 0) +
    (ownMusic?.byteLength ?? 0)
  );
}
