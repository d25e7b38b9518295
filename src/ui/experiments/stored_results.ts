import { z } from 'zod';
import { keptCells } from '../../lab/experiments/kept_cells';
import { experiments } from '../../lab/experiments/registry';
import { type LeaveAside, parseJson } from '../stores/aside';
import type { ExperimentOutcome } from '../stores/experiments';

/** Raised when outcomes change so much that stored ones mean nothing. */
const version = 1;

/** The stored results of one experiment. */
export interface StoredResults {
  readonly latest?: ExperimentOutcome | undefined;
  readonly earlier?: ExperimentOutcome | undefined;
}

const outcome: z.ZodType<ExperimentOutcome> = z.strictObject({
  asked: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.unknown()),
  adapter: z.string(),
  software: z.boolean(),
  status: z.enum(['finished', 'cancelled', 'failed']),
  progress: z.number().min(0).max(1),
  message: z.string(),
  secondsLeft: z.null(),
  seconds: z.number().min(0),
  rows: z.array(z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
  // Earlier versions stored none.
  cells: keptCells.default([]),
  summary: z.array(z.string()),
  from: z.enum(['file', 'kept', 'strong']).optional(),
});

const ofOne = z.object({
  version: z.literal(version),
  latest: z.unknown().optional(),
  earlier: z.unknown().optional(),
});

/** All experiments in one text, as earlier versions stored them. */
const ofAll = z.object({
  version: z.literal(version),
  outcomes: z.record(z.string(), z.unknown()),
  earlier: z.record(z.string(), z.unknown()).default({}),
});

/** Reads the stored text of one experiment. `leave` puts aside each outcome that this build cannot use. */
export function parseResults(name: string, text: string, leave: LeaveAside): StoredResults {
  const parsed = ofOne.safeParse(parseJson(text));
  if (parsed.success) return usable(name, parsed.data, leave);
  leave(`The results of “${name}” could not be read.`, 'They are damaged or of another version.', text);
  return {};
}

/** The same for the text of an earlier version, by experiment. */
export function parseAllResults(text: string, leave: LeaveAside): Readonly<Record<string, StoredResults>> {
  const parsed = ofAll.safeParse(parseJson(text));
  if (!parsed.success) {
    leave('The experiments of earlier visits could not be read.', 'They are damaged or of another version.', text);
    return {};
  }
  const { outcomes, earlier } = parsed.data;
  const names = [...new Set([...Object.keys(outcomes), ...Object.keys(earlier)])];
  const of = (name: string) => usable(name, { latest: outcomes[name], earlier: earlier[name] }, leave);
  return Object.fromEntries(names.map(name => [name, of(name)]));
}

/** The text to store; undefined if there are no rows. A result without rows is left out, and a running one counts as cancelled. */
export function resultsText({ latest, earlier }: StoredResults): string | undefined {
  const kept = { latest: ended(latest), earlier: ended(earlier) };
  return kept.latest || kept.earlier ? JSON.stringify({ version, ...kept }) : undefined;
}

function ended(outcome: ExperimentOutcome | undefined): ExperimentOutcome | undefined {
  if (!outcome || outcome.rows.length === 0) return undefined;
  return outcome.status === 'running' ? { ...outcome, ...closed } : outcome;
}

/** What a result says if the page was closed during its run. */
const closed = { status: 'cancelled', message: 'ended because the page was closed', secondsLeft: null } as const;

function usable(name: string, found: { latest?: unknown; earlier?: unknown }, leave: LeaveAside): StoredResults {
  const known = experiments.some(experiment => experiment.name === name);
  const read = (value: unknown): ExperimentOutcome | undefined => {
    const { data } = outcome.safeParse(value);
    if (data && known) return data;
    if (value !== undefined)
      leave(
        `The result of “${name}” could not be read.`,
        'This version of Unroll cannot show it.',
        JSON.stringify(value),
      );
    return undefined;
  };
  return { latest: read(found.latest), earlier: read(found.earlier) };
}
