import { create } from 'zustand';
import type { RaceRun } from '../../lab/runs/run';

/** The kept race that is played back; null: none. */
export const playbackStore = create<{ readonly run: RaceRun | null }>(() => ({ run: null }));

export const usePlayback = playbackStore;
