import type { DBSchema, IDBPDatabase, OpenDBCallbacks } from 'idb';
import { delay } from './delay';

/** A browser that neither opens the database nor refuses within so many milliseconds counts as refusing. */
const PATIENCE = 3000;

/** Opens version 1 of a database of the browser's IndexedDB. Rejects with an Error that says why the browser does not. */
export async function openDatabase<Tables extends DBSchema | unknown>(
  name: string,
  callbacks: OpenDBCallbacks<Tables>,
): Promise<IDBPDatabase<Tables>> {
  // Some browsers have no `indexedDB` if a page may store nothing.
  const there: IDBFactory | null | undefined = globalThis.indexedDB;
  if (!there) throw new Error('it gives the page no database');
  // The page opens sooner without it.
  const { openDB } = await import('idb');
  const late = delay(PATIENCE).then(() => {
    throw new Error('the browser does not open its database');
  });
  try {
    return await Promise.race([openDB<Tables>(name, 1, callbacks), late]);
  } finally {
    late.catch(() => {});
  }
}
