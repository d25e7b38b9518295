import type { StoreApi } from 'zustand/vanilla';
import { reset } from './actions';
import { runStore } from './stores/run';
import { phaseOf, type RunState } from './stores/run_state';

/** Resolves once `look` at the run gives a result that is not null. Rejects with its error. */
export function until<T>(look: (state: RunState) => T | null): Promise<T> {
  return firstOf(runStore, look);
}

export function firstOf<S, T>(
  store: Pick<StoreApi<S>, 'getState' | 'subscribe'>,
  look: (state: S) => T | null,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | null = null;
    let settled = false;
    const check = () => {
      if (settled) return;
      try {
        const found = look(store.getState());
        if (found === null) return;
        resolve(found);
      } catch (error) {
        reject(error);
      }
      settled = true;
      stop?.();
    };
    check();
    if (!settled) stop = store.subscribe(check);
  });
}

/** Throws for a trouble that is not the `known` one. */
export function rejectTrouble({ trouble }: RunState, known: RunState['trouble']): void {
  if (trouble && trouble !== known) throw new Error(`${trouble.failure}: ${trouble.message}`);
}

/** Waits until the race is loaded; loads one if there is none or it failed. */
export function loaded(): Promise<true> {
  const phase = phaseOf(runStore.getState());
  if (phase === 'empty' || phase === 'failed') reset();
  return until(state => {
    if (state.loaded) return true;
    rejectTrouble(state, null);
    return null;
  });
}
