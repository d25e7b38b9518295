import type { PageStorage } from '../../src/ui/page_storage';

/** The browser's storage, in memory. `values` holds what is stored. `room`: the longest value in characters, about as in browsers. */
export function storageWith(
  first: Readonly<Record<string, string>> = {},
  room = 5e6,
): PageStorage & { readonly values: Map<string, string> } {
  const values = new Map(Object.entries(first));
  return {
    values,
    getItem: key => values.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException('no room', 'QuotaExceededError');
      values.set(key, value);
    },
    removeItem: key => void values.delete(key),
    key: index => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}
