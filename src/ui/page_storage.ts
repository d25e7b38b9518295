/** What the page uses of `localStorage`. */
export type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const none: PageStorage = {
  getItem: () => null,
  setItem: () => {
    throw new Error('this browser gives the page no storage');
  },
  removeItem: () => {},
};

/** The browser's storage; one that holds nothing where the browser forbids even to look. */
export function pageStorage(): PageStorage {
  try {
    return localStorage;
  } catch {
    return none;
  }
}

/** What is stored at a key; null where there is nothing or storage is forbidden. */
export function storedText(key: string, storage: Pick<Storage, 'getItem'> = pageStorage()): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}
