import { create } from 'zustand';
import { storedText } from '../page_storage';
import { store } from './aside';
import type { ConfigState } from './config';

/** A race that the visitor had set up before the tour loaded its own. */
export type Earlier = Pick<ConfigState, 'config' | 'slots'>;

export interface TourState {
  readonly open: boolean;
  readonly collapsed: boolean;
  readonly side: 'left' | 'right';
  /** Index of the step, from 0. */
  readonly step: number;
  /** All claims are listed instead of one step. */
  readonly contents: boolean;
  /** The visitor has opened it before, in this visit or an earlier one. */
  readonly known: boolean;
  /** Oldest first. */
  readonly earlier: readonly Earlier[];
}

const key = 'unroll-tour';

export const tourStore = create<TourState>(() => ({
  open: false,
  collapsed: false,
  side: 'left',
  step: 0,
  contents: false,
  known: storedText(key) !== null,
  earlier: [],
}));

export const useTour = tourStore;

export function openTour(): void {
  tourStore.setState({ open: true, collapsed: false, known: true });
  store(key, 'opened');
}

export function closeTour(): void {
  tourStore.setState({ open: false });
}

export function goToStep(step: number): void {
  tourStore.setState({ step, contents: false });
}
