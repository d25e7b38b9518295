import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

type Take = (file: File) => void;

interface Drops {
  /** Takes a file that is dropped anywhere on the page. Null if no part of the page wants one. */
  readonly take: Take | null;
  /** Whether a file is dragged over the page. */
  readonly over: boolean;
  /** Why the last drop was refused, in a sentence or two. */
  readonly refused: string | null;
}

export const dropsStore = createStore<Drops>(() => ({ take: null, over: false, refused: null }));

/** Gives files that are dropped on the page to this component. Returns whether one is dragged over the page now. */
export function useDrops(take: Take): boolean {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const own: Take = file => latest.current(file);
    dropsStore.setState({ take: own });
    return () => {
      if (dropsStore.getState().take === own) dropsStore.setState({ take: null });
    };
  }, []);
  return useStore(dropsStore, state => state.over);
}

export function useRefusedDrop(): string | null {
  return useStore(dropsStore, state => state.refused);
}

export function setRefusedDrop(refused: string | null): void {
  dropsStore.setState({ refused });
}
