import { create } from 'zustand';
import { type KernelPreferences, withChoices } from '../../lab/measure/kernel_preferences';
import type { KernelChoice } from '../../lab/measure/measured';
import type { Event } from '../../lab/worker/protocol';

/** The measurement of this machine, so far or at its end. */
export interface Measurement extends Omit<Extract<Event, { type: 'measured' }>, 'type' | 'status' | 'message'> {
  readonly status: 'idle' | 'measuring' | 'finished' | 'stopped';
  /** Why it stopped by itself, or that an earlier measurement is shown. */
  readonly message: string | null;
  /** An earlier measurement that finished. Null once this one has finished. */
  readonly earlier: Finished | null;
  /** Variants that this visit uses. */
  readonly inForce: KernelPreferences;
  /** Variants that the next visit will use. */
  readonly remembered: KernelPreferences;
}

type Finished = Pick<Measurement, 'done' | 'total' | 'rows' | 'choices'>;

export const initialMeasurement: Measurement = {
  measureId: 0,
  status: 'idle',
  done: 0,
  total: 0,
  doing: '',
  rows: [],
  choices: [],
  message: null,
  earlier: null,
  inForce: {},
  remembered: {},
};

export const measurementStore = create<Measurement>(() => initialMeasurement);

export const useMeasurement = measurementStore;

/** The state right after `measure` was sent. */
export function begin(state: Measurement): Measurement {
  const { measureId, inForce, remembered, done, total, rows, choices } = state;
  const earlier = state.status === 'finished' ? { done, total, rows, choices } : state.earlier;
  return { ...initialMeasurement, measureId: measureId + 1, status: 'measuring', earlier, inForce, remembered };
}

/** The state after a measurement that did not finish. If an earlier one finished, the page shows that again. */
function stopped(state: Measurement, message: string | null): Measurement {
  const { earlier } = state;
  if (!earlier) return { ...state, status: 'stopped', message };
  const why = `${message ?? 'cancelled'} · the last finished measurement is shown`;
  return { ...state, ...earlier, earlier: null, doing: '', status: 'finished', message: why };
}

/** The measurement after an event of the worker. `adapter` names what is measured. */
export function receiveMeasured(state: Measurement, event: Event, adapter: string): Measurement {
  if (event.type === 'replaced' && state.status === 'measuring') return stopped(state, event.message);
  if (event.type === 'failed' && state.status === 'measuring') {
    const over = event.failure === 'device_lost' || event.failure === 'worker_crash';
    return over ? stopped(state, event.message) : state;
  }
  if (event.type !== 'measured' || event.measureId !== state.measureId || state.status !== 'measuring') return state;
  const { status, done, total, doing, choices, message = null } = event;
  if (status === 'stopped' && state.earlier) return stopped(state, message);
  const rows = [...state.rows, ...event.rows];
  const remembered = status === 'finished' ? withChoices(state.remembered, adapter, gains(choices)) : state.remembered;
  const earlier = status === 'finished' ? null : state.earlier;
  return { ...state, status, done, total, doing, rows, choices, message, earlier, remembered };
}

/** The variants to use in place of the usual ones, by the key of the choice. */
function gains(choices: readonly KernelChoice[]): Record<string, string> {
  const better = choices.filter(({ usual, chosen }) => chosen !== usual);
  return Object.fromEntries(better.map(({ key, chosen }) => [key, chosen]));
}

/** Forgets the choices for an adapter. The next visit uses the usual variants. */
export function forget(adapter: string): void {
  measurementStore.setState(({ remembered }) => ({ remembered: withChoices(remembered, adapter, {}) }));
}
