import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { KeptRace } from '../read_kept_race';

/** The state of a race that waits for a reload, or has waited for one. */
export type KeptRaceState =
  | { readonly is: 'none' }
  /** Its GPU was lost just now. */
  | { readonly is: 'storing' }
  | { readonly is: 'stored'; readonly step: number }
  /** It could not be stored, for this reason. A reload would lose it. */
  | { readonly is: 'not_stored'; readonly why: string }
  /** After the reload it does not go on by itself. `why` is a sentence. */
  | { readonly is: 'waiting'; readonly race: KeptRace; readonly why: string }
  /** It goes on as the run `runId`. */
  | { readonly is: 'going_on'; readonly race: KeptRace; readonly runId: number }
  /** It cannot be used. `why` is a sentence. */
  | { readonly is: 'unusable'; readonly why: string };

export const keptRaceStore = createStore<{ readonly now: KeptRaceState }>(() => ({ now: { is: 'none' } }));

export function useKeptRace(): KeptRaceState {
  return useStore(keptRaceStore, state => state.now);
}

export function setKeptRace(now: KeptRaceState): void {
  keptRaceStore.setState({ now });
}
