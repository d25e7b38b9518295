import { create } from 'zustand';
import { initialRun, type RunState } from './run_state';
import { useSlow } from './slow';

/** The loaded run, as the events of the worker describe it. */
export const runStore = create<RunState>(() => initialRun);

export const useRun = runStore;

/** The run, at most once in `interval` milliseconds: for components that would redraw with every point. */
export function useSlowRun(interval = 200): RunState {
  return useSlow(runStore, interval);
}
