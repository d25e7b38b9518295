import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RaceRun } from '../../lab/runs/run';

/** A kept run whose curves are drawn behind those of the race; null: none. */
export const ghostStore = createStore<{ readonly run: RaceRun | null }>(() => ({ run: null }));

export function useGhost(): RaceRun | null {
  return useStore(ghostStore, state => state.run);
}
