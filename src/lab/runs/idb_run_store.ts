import type { DBSchema, IDBPDatabase } from 'idb';
import { openDatabase } from '../open_database';
import { parseRun } from './parse_run';
import type { Run } from './run';
import { RunFileError } from './run_file_error';
import type { RunList, RunStore, UnreadableRun } from './run_store';
import { type RunSummary, runSummary, summaryOf } from './run_summary';

interface Tables extends DBSchema {
  /** Of every run, by its id. */
  summaries: { key: string; value: unknown };
  /** Whole runs by id, as the browser clones them. */
  runs: { key: string; value: unknown };
}

const DATABASE = 'unroll-runs';

/** Runs in the browser's IndexedDB. A run and its summary are written in one transaction. */
export function idbRunStore(): RunStore {
  let opening: Promise<IDBPDatabase<Tables>> | undefined;
  const database = (): Promise<IDBPDatabase<Tables>> => {
    const forget = (): void => {
      opening = undefined;
    };
    opening ??= open(forget).catch(error => {
      forget();
      throw error;
    });
    return opening;
  };
  const both = async () => {
    const transaction = (await database()).transaction(['summaries', 'runs'], 'readwrite', { durability: 'strict' });
    return { transaction, summaries: transaction.objectStore('summaries'), runs: transaction.objectStore('runs') };
  };
  const get = async (id: string): Promise<Run | undefined> => {
    const value = await (await database()).get('runs', id);
    return value === undefined ? undefined : parseRun(value);
  };
  return {
    get,
    async list() {
      const transaction = (await database()).transaction('summaries');
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
      return listed(keys, values, get);
    },
    async put(run, next) {
      const { transaction, summaries, runs } = await both();
      const before = runSummary.safeParse(await summaries.get(run.id));
      const { name, notes, pinned } = before.success ? before.data : run;
      const kept = { ...run, name, notes, pinned };
      await write(transaction, () => [runs.put(kept, run.id), summaries.put(summaryOf(kept, next), run.id)]);
    },
    async change(id, { next, ...words }) {
      const { transaction, summaries, runs } = await both();
      const value = await runs.get(id);
      if (value === undefined) throw new Error('the run is no longer there');
      const before = runSummary.safeParse(await summaries.get(id));
      const run = { ...parseRun(value), ...words };
      const summary = summaryOf(run, next ?? (before.success ? before.data.next : 'nothing'));
      const reworded = Object.keys(words).length > 0;
      await write(transaction, () => [...(reworded ? [runs.put(run, id)] : []), summaries.put(summary, id)]);
    },
    async delete(id) {
      const { transaction, summaries, runs } = await both();
      const [summary, run] = [await summaries.get(id), await runs.get(id)];
      await write(transaction, () => [summaries.delete(id), runs.delete(id)]);
      return async () => {
        if (run === undefined) return;
        const { transaction, summaries, runs } = await both();
        await write(transaction, () => [summaries.put(summary, id), runs.put(run, id)]);
      };
    },
  };
}

/** Resolves once everything is written. Rejects with the reason why it is not; then nothing is. */
async function write(
  transaction: { readonly done: Promise<void>; abort(): void },
  ask: () => readonly Promise<unknown>[],
): Promise<void> {
  let requests: readonly Promise<unknown>[] = [];
  try {
    requests = ask();
  } catch (error) {
    // What was asked before would be written.
    transaction.abort();
    await transaction.done.catch(() => {});
    throw error;
  }
  const results = await Promise.allSettled([...requests, transaction.done]);
  const failed = results.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Summaries of another build are made again from their runs. */
async function listed(
  keys: readonly string[],
  values: readonly unknown[],
  get: (id: string) => Promise<Run | undefined>,
): Promise<RunList> {
  const runs: RunSummary[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const [i, id] of keys.entries()) {
    const read = runSummary.safeParse(values[i]);
    if (read.success) {
      runs.push(read.data);
      continue;
    }
    try {
      const run = await get(id);
      if (run) runs.push(summaryOf(run, 'nothing'));
    } catch (error) {
      if (!(error instanceof RunFileError)) throw error;
      unreadable.push({ id, why: error.message });
    }
  }
  return { runs: runs.toSorted((a, b) => (a.saved < b.saved ? 1 : -1)), unreadable };
}

/** `closed` is called when the connection ends, so that the next call opens another. */
function open(closed: () => void): Promise<IDBPDatabase<Tables>> {
  return openDatabase<Tables>(DATABASE, {
    upgrade(db) {
      db.createObjectStore('summaries');
      db.createObjectStore('runs');
    },
    // Another tab has a newer version of the page.
    blocking: (_, __, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
      closed();
    },
    terminated: closed,
  });
}
