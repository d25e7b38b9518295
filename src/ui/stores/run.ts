import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { initialRun, type RunState } from './run_state';

/** The loaded run, as the events of the worker describe it. */
export const runStore = create<RunState>(() => initialRun);

export const useRun = runStore;

/** The run, at most once in `interval` milliseconds: for components that would redraw with every point. */
export function useSlowRun(interval = 200): RunState {
  const [state, setState] = useState(runStore.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setState(runStore.getState());
    };
    look();
    const stop = runStore.subscribe(() => {
      timer ??= setTimeout(look, interval);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [interval]);
  return state;
}
