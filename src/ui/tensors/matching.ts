import type { TensorEntry } from '../../lab/inspect/probe';

/** Most names in the open list. */
export const MOST_MATCHES = 60;

/** Entries whose names hold every word of the search, in the order of the model; words are parted by spaces. */
export function matching(entries: readonly TensorEntry[], search: string): readonly TensorEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ name }) => words.every(word => name.toLowerCase().includes(word)));
}
