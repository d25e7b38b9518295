import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type KernelPreferences, withChoices } from '../../lab/kernel_preferences';
import type { KernelChoice, MeasuredRow } from '../../lab/measure/measured';
import type { Event } from '../../lab/protocol';

/** What the measurement of this machine has found so far. */
export interface Measurement {
  readonly measureId: number;
  readonly status: 'idle' | 'measuring' | 'finished' | 'stopped';
  readonly done: number;
  /** 0: not known yet. */
  readonly total: number;
  /** The case under way. */
  readonly doing: string;
  readonly rows: readonly MeasuredRow[];
  readonly choices: readonly KernelChoice[];
  /** Why it stopped, unless it was asked to. */
  readonly message: string | null;
  /** Variants that this visit uses. */
  readonly inForce: KernelPreferences;
  /** Variants that the next visit will use. */
  readonly remembered: KernelPreferences;
}

export const initialMeasurement: Measurement = {
  measureId: 0,
  status: 'idle',
  done: 0,
  total: 0,
  doing: '',
  rows: [],
  choices: [],
  message: null,
  inForce: {},
  remembered: {},
};

export const measurementStore = createStore<Measurement>(() => initialMeasurement);

export function useMeasurement<T>(selector: (state: Measurement) => T): T {
  return useStore(measurementStore, selector);
}

/** The state right after `measure` was sent. */
export function begin({ measureId, inForce, remembered }: Measurement): Measurement {
  return { ...initialMeasurement, measureId: measureId + 1, status: 'measuring', inForce, remembered };
}

/** The measurement after an event of the worker; `adapter` is what is measured, in words. */
export function receiveMeasured(state: Measurement, event: Event, adapter: string): Measurement {
  if (event.type === 'replaced' && state.status === 'measuring')
    return { ...state, status: 'stopped', message: event.message };
  if (event.type === 'failed' && state.status === 'measuring') {
    const over = event.failure === 'device_lost' || event.failure === 'worker_crash';
    return over ? { ...state, status: 'stopped', message: event.message } : state;
  }
  if (event.type !== 'measured' || event.measureId !== state.measureId || state.status !== 'measuring') return state;
  const { status, done, total, doing, choices, message = null } = event;
  const rows = [...state.rows, ...event.rows];
  const remembered = status === 'finished' ? withChoices(state.remembered, adapter, gains(choices)) : state.remembered;
  return { ...state, status, done, total, doing, rows, choices, message, remembered };
}

/** Variants that are to be used in place of the usual ones. */
function gains(choices: readonly KernelChoice[]): Record<string, string> {
  const better = choices.filter(({ usual, chosen }) => chosen !== usual);
  return Object.fromEntries(better.map(({ key, chosen }) => [key, chosen]));
}

/** Lets go of what was chosen on an adapter: the next visit uses the usual variants. */
export function forget(adapter: string): void {
  measurementStore.setState(({ remembered }) => ({ remembered: withChoices(remembered, adapter, {}) }));
}
