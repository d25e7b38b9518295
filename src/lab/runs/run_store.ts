import type { Run } from './run';
import type { NextVisit, RunSummary } from './run_summary';

/** What a visitor says of a run. */
export interface RunWords {
  readonly name?: string;
  readonly notes?: string;
  readonly pinned?: boolean;
}

/** What may change of a stored run. */
export interface RunChange extends RunWords {
  readonly next?: NextVisit;
}

/** A stored run that this build cannot read. */
export interface UnreadableRun {
  readonly id: string;
  /** A sentence or two. */
  readonly why: string;
}

export interface RunList {
  /** The one saved last comes first. */
  readonly runs: readonly RunSummary[];
  readonly unreadable: readonly UnreadableRun[];
}

/** Keeps runs between visits. Every call may reject with an Error that says why; then nothing has changed. */
export interface RunStore {
  /** Reads the summaries alone. */
  list(): Promise<RunList>;
  /** The whole run; undefined: there is none. Rejects with RunFileError for one that cannot be read. */
  get(id: string): Promise<Run | undefined>;
  /** Stores a run, whole or not at all. A stored one of the same id keeps its name, its notes, and its pin. */
  put(run: Run, next: NextVisit): Promise<void>;
  change(id: string, change: RunChange): Promise<void>;
  /** Resolves to a function that brings the run back. */
  delete(id: string): Promise<() => Promise<void>>;
}
