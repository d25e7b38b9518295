import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RunList } from '../../lab/runs/run_store';

/** A column by which the table of runs is sorted. */
export type RunSortKey =
  | 'name'
  | 'subject'
  | 'contenders'
  | 'step'
  | 'validation'
  | 'accuracy'
  | 'bits'
  | 'saved'
  | 'bytes';

export interface RunSort {
  readonly key: RunSortKey;
  readonly falling: boolean;
}

/** A deleted run, until the visitor leaves the table. */
export interface DeletedRun {
  readonly id: string;
  readonly name: string;
  readonly bringBack: () => Promise<void>;
  /** The page offered to continue it. */
  readonly offered: boolean;
}

/** The table of runs. */
export interface KeptRunsState {
  /** Null: not read yet. */
  readonly list: RunList | null;
  /** Why the last action failed, as a sentence; null: it did not. */
  readonly trouble: string | null;
  readonly query: string;
  readonly sort: RunSort;
  /** Ids of the runs to compare. */
  readonly chosen: readonly string[];
  readonly deleted: readonly DeletedRun[];
}

export const initialKeptRuns: KeptRunsState = {
  list: null,
  trouble: null,
  query: '',
  sort: { key: 'saved', falling: true },
  chosen: [],
  deleted: [],
};

export const keptRunsStore = createStore<KeptRunsState>(() => initialKeptRuns);

export function useKeptRuns<T>(select: (state: KeptRunsState) => T): T {
  return useStore(keptRunsStore, select);
}
