import { idbRunStore } from '../../lab/runs/idb_run_store';
import { runLocks } from './run_locks';

/** The runs that this browser keeps, and the locks of its tabs. */
export const here = { store: idbRunStore(), locks: runLocks(navigator.locks) };
