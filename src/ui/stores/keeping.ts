import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RaceRun, RunEngine } from '../../lab/runs/run';
import type { RunSummary } from '../../lab/runs/run_summary';

/** A run of an earlier visit that was under way. */
export type Offer =
  | { readonly is: 'none' }
  /** `engine`: null until it is read. `why`: a sentence that says why it does not go on by itself. */
  | {
      readonly is: 'offered';
      readonly run: RunSummary;
      readonly engine: RunEngine | null;
      readonly why: string | null;
    }
  /** Another tab trains it. */
  | { readonly is: 'elsewhere'; readonly run: RunSummary }
  /** This build cannot read it. `why` is a sentence or two. */
  | { readonly is: 'unreadable'; readonly id: string; readonly why: string };

/** The race on the page, as it was last saved. */
export interface Saved {
  readonly id: string;
  readonly step: number;
  /** Milliseconds, as Date.now() gives them. */
  readonly at: number;
  readonly bytes: number;
}

export interface Refusal {
  /** Completes “The browser refused (…).” */
  readonly why: string;
  /** For want of room. */
  readonly full: boolean;
}

/** How runs are kept in this browser. */
export interface KeepingState {
  /** Null: nothing of the race on the page is saved yet. */
  readonly saved: Saved | null;
  /** Why the last save failed; null: it did not. */
  readonly refusal: Refusal | null;
  /** The visitor has dismissed the notice about it. */
  readonly toldOfRefusal: boolean;
  /** All runs that are kept here. */
  readonly all: { readonly runs: number; readonly bytes: number } | null;
  /** Bytes that the browser gives this page; null: it does not say. */
  readonly quota: number | null;
  /** The browser deletes nothing by itself; null: it was not asked yet, or cannot say. */
  readonly persisted: boolean | null;
  /** Tabs cannot be told apart, so two of them may train one run. */
  readonly withoutLocks: boolean;
  readonly offer: Offer;
  /** A race whose GPU was gone. It goes on by itself once there is one. */
  readonly goesOn: { readonly run: RaceRun; readonly summary: RunSummary } | null;
}

export const initialKeeping: KeepingState = {
  saved: null,
  refusal: null,
  toldOfRefusal: false,
  all: null,
  quota: null,
  persisted: null,
  withoutLocks: false,
  offer: { is: 'none' },
  goesOn: null,
};

export const keepingStore = createStore<KeepingState>(() => initialKeeping);

export function useKeeping<T>(select: (state: KeepingState) => T): T {
  return useStore(keepingStore, select);
}
