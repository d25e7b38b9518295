import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** By experiment whose results are not stored: a sentence that says why they are lost when the page is closed. */
export const unstoredResults = createStore<Readonly<Record<string, string>>>(() => ({}));

export function useUnstoredResults(name: string): string | undefined {
  return useStore(unstoredResults, state => state[name]);
}

export function setUnstored(name: string, why: string | null): void {
  const { [name]: before, ...others } = unstoredResults.getState();
  if (before !== (why ?? undefined)) unstoredResults.setState(why === null ? others : { ...others, [name]: why }, true);
}
