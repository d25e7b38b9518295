import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/** The state of a store, at most once in `interval` milliseconds: for components that would redraw with every change. */
export function useSlow<T>(store: Pick<StoreApi<T>, 'getState' | 'subscribe'>, interval: number): T {
  const [state, setState] = useState(store.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setState(store.getState());
    };
    look();
    const stop = store.subscribe(() => {
      timer ??= setTimeout(look, interval);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, interval]);
  return state;
}
