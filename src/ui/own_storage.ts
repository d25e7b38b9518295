import type { KeptRace } from './read_kept_race';

/**
 * Keeps the visitor's own text and sound, and a race that waits for a reload, whole and by key. Every call may reject with an Error
 * that says why.
 */
export interface OwnStorage {
  get(key: OwnKey): Promise<unknown>;
  set(key: OwnKey, value: string | Uint8Array | KeptRace): Promise<void>;
  delete(key: OwnKey): Promise<void>;
}

export type OwnKey = 'text' | 'sound' | 'race';

const database = 'unroll';
const table = 'own';

/** A browser that neither opens the database nor refuses within so many milliseconds counts as refusing. */
const PATIENCE = 3000;

/** The browser's IndexedDB. It is opened for each call, so that another tab can always have it. */
export const ownStorage: OwnStorage = {
  get: key => during('readonly', store => store.get(key)),
  async set(key, value) {
    await during('readwrite', store => store.put(value, key));
  },
  async delete(key) {
    await during('readwrite', store => store.delete(key));
  },
};

/** Resolves with the result of a request once its transaction is done, because a value is written only then. */
async function during<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opened = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(table, mode);
      const request = ask(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error ?? new Error('it was interrupted'));
    });
  } finally {
    opened.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the browser does not open its database')), PATIENCE);
    // Some browsers have no `indexedDB` if a page may store nothing.
    const there: IDBFactory | null | undefined = globalThis.indexedDB;
    if (!there) throw new Error('it gives the page no database');
    const request = there.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser refused'));
  });
}
