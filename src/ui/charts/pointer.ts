import { createStore, type StoreApi } from 'zustand/vanilla';

/** Where a visitor looks in all charts of a group, in data units of their common x axis. */
export interface Pointer {
  readonly x: number | null;
}

const groups = new Map<string, StoreApi<Pointer>>();

/** The one pointer of the charts of a group. */
export function pointerOf(group: string): StoreApi<Pointer> {
  const known = groups.get(group);
  if (known) return known;
  const made = createStore<Pointer>(() => ({ x: null }));
  groups.set(group, made);
  return made;
}

/** The place of the value nearest to `x` in values that rise; -1 in none. */
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

/** Points that Page Up and Page Down pass. */
const PAGE = 10;

/** Where a key moves the pointer: null takes it away; undefined: not a key of the pointer. The first key starts at the last point. */
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
