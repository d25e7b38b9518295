import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Extent, partOf, type Range } from './range';

/** What a visitor looks at in all charts of a group, in data units. */
export interface Pointer {
  /** The x that is pointed at; null: none. */
  readonly x: number | null;
  /** The x that was last pointed at. */
  readonly last: number | null;
  /** The part of x that is shown; null: all of it. */
  readonly zoom: Range | null;
}

const groups = new Map<string, StoreApi<Pointer>>();

/** The store of the pointer of a group of charts. */
export function pointerOf(group: string): StoreApi<Pointer> {
  const known = groups.get(group);
  if (known) return known;
  const made = createStore<Pointer>(() => ({ x: null, last: null, zoom: null }));
  groups.set(group, made);
  return made;
}

/** Points at an x; null: at none. */
export function pointAt(pointer: StoreApi<Pointer>, x: number | null): void {
  pointer.setState(x === null ? { x } : { x, last: x });
}

/** The part of an axis that the charts of a group show. */
export function useShownRange(group: string, extent: Extent): Range {
  const zoom = useStore(pointerOf(group), state => state.zoom);
  return partOf(zoom, extent) ?? extent.range;
}

/** The index of the value nearest to `x` in rising values; -1 if there are none. */
export function nearestIndex(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const before = xs[low - 1];
  const after = xs[low];
  return before !== undefined && after !== undefined && x - before <= after - x ? low - 1 : high < 0 ? -1 : low;
}

/** Points that Page Up and Page Down move by. */
const PAGE = 10;

/** The new x after a key; null: no pointer; undefined: not a key of the pointer. The first key starts at the last point. */
export function movedBy(key: string, xs: readonly number[], x: number | null): number | null | undefined {
  if (key === 'Escape') return null;
  const last = xs.length - 1;
  const at = x === null ? undefined : nearestIndex(xs, x);
  const to = (by: number) => xs[Math.min(last, Math.max(0, at === undefined ? last : at + by))] ?? null;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return to(1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(-1);
    case 'PageUp':
      return to(PAGE);
    case 'PageDown':
      return to(-PAGE);
    case 'Home':
      return xs[0] ?? null;
    case 'End':
      return xs[last] ?? null;
    default:
      return undefined;
  }
}
