import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SharedResult } from '../shared/shared_result';
import { workspaceStore } from './workspace';

/** The shared result that the page shows in place of its workspaces. */
export const sharedStore = createStore<{ readonly result: SharedResult | null }>(() => ({ result: null }));

export function useShared(): SharedResult | null {
  return useStore(sharedStore, state => state.result);
}

export function showShared(result: SharedResult): void {
  sharedStore.setState({ result });
}

/** Shows the workspaces again. The link leaves the address bar, so that a reload does not bring the result back. */
export function closeShared(): void {
  if (sharedStore.getState().result === null) return;
  sharedStore.setState({ result: null });
  if (location.hash.startsWith('#resultz=')) history.replaceState(null, '', location.pathname + location.search);
}

workspaceStore.subscribe(closeShared);
