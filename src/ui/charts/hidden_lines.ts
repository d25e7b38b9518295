import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

const stores = new Map<string, StoreApi<{ readonly hidden: readonly number[] }>>();

/** Which lines of a legend are hidden, by slot, and how to change it. */
export interface HiddenLines {
  readonly hidden: readonly number[];
  readonly set: (hidden: readonly number[]) => void;
}

/** The hidden lines of all charts with an equal name. */
export function useHiddenLines(name: string): HiddenLines {
  const store = stores.get(name) ?? createStore(() => ({ hidden: [] as readonly number[] }));
  stores.set(name, store);
  const hidden = useStore(store, state => state.hidden);
  return { hidden, set: hidden => store.setState({ hidden }) };
}

/** The hidden ones after a line is hidden, or shown again. The last one that is shown brings all back. */
export function afterToggle(hidden: readonly number[], slot: number, all: readonly number[]): readonly number[] {
  const next = hidden.includes(slot) ? hidden.filter(other => other !== slot) : [...hidden, slot];
  return all.every(other => next.includes(other)) ? [] : next;
}

/** The hidden ones after a line is shown alone; if it is, all are shown. */
export function afterSolo(hidden: readonly number[], slot: number, all: readonly number[]): readonly number[] {
  const others = all.filter(other => other !== slot);
  return others.every(other => hidden.includes(other)) && !hidden.includes(slot) ? [] : others;
}
