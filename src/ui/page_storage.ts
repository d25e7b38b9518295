/** What the page uses of `localStorage`. */
export type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const none: PageStorage = {
  getItem: () => null,
  setItem: () => {
    throw new Error('this browser gives the page no storage');
  },
  removeItem: () => {},
  key: () => null,
  length: 0,
};

/** The browser's storage; an empty one if the browser forbids access. */
export function pageStorage(): PageStorage {
  try {
    return localStorage;
  } catch {
    return none;
  }
}

/** The text stored at a key; null if there is none or storage is forbidden. */
export function storedText(key: string, storage: Pick<Storage, 'getItem'> = pageStorage()): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

/** The stored keys that begin with a prefix; none if storage is forbidden. */
export function storedKeys(prefix: string, storage: Pick<Storage, 'key' | 'length'> = pageStorage()): string[] {
  try {
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i));
    return keys.filter(key => key !== null).filter(key => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Removes a key. If storage is forbidden, there is nothing to remove. */
export function removeStored(key: string, storage: Pick<Storage, 'removeItem'> = pageStorage()): void {
  try {
    storage.removeItem(key);
  } catch {
    // Storage is forbidden.
  }
}

/** Why the browser refuses to store or to read, in words that complete “The browser refused (…).” */
export function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'its storage is full';
  return error instanceof Error && error.message !== '' ? error.message : 'it gives no reason';
}
