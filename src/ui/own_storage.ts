import type { IDBPDatabase } from 'idb';
import { openDatabase } from '../lab/open_database';
import type { OwnKind } from './own';

/** Keeps the visitor's own text, sound, and music, whole and by key. Every call may reject with an Error that says why. */
export interface OwnStorage {
  get(key: OwnKind): Promise<unknown>;
  set(key: OwnKind, value: string | Uint8Array): Promise<void>;
  delete(key: OwnKind): Promise<void>;
}

const DATABASE = 'unroll';
const TABLE = 'own';
/** Earlier versions kept a race that waits for a reload beside text and sound. */
const RACE = 'race';

/** The browser's IndexedDB. It is opened for each call, so that another tab can always have it. */
export const ownStorage: OwnStorage = {
  get: key => during(database => read(database, key)),
  set: (key, value) =>
    during(async database => {
      await database.put(TABLE, value, key);
    }),
  delete: key => during(database => database.delete(TABLE, key)),
};

/** The race that an earlier version kept; undefined: there is none. */
export function earlierRace(): Promise<unknown> {
  return during(database => read(database, RACE));
}

export function deleteEarlierRace(): Promise<void> {
  return during(database => database.delete(TABLE, RACE));
}

async function read(database: IDBPDatabase, key: string): Promise<unknown> {
  const value: unknown = await database.get(TABLE, key);
  return value;
}

async function during<T>(act: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  const database: IDBPDatabase = await openDatabase(DATABASE, {
    upgrade(opened) {
      opened.createObjectStore(TABLE);
    },
  });
  try {
    return await act(database);
  } finally {
    database.close();
  }
}
