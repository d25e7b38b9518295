import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What became of the last run file. */
export type RunFileState =
  | { readonly is: 'nothing' }
  | { readonly is: 'reading'; readonly name: string }
  /** The race on the page is not kept, and would be lost. `open` puts the run in its place. */
  | { readonly is: 'asks'; readonly name: string; readonly open: () => void }
  /** `words`: sentences. */
  | { readonly is: 'opened'; readonly title: string; readonly words: string }
  | { readonly is: 'refused'; readonly title: string; readonly words: string };

export const runFilesStore = createStore<{ readonly file: RunFileState }>(() => ({ file: { is: 'nothing' } }));

export function useRunFile(): RunFileState {
  return useStore(runFilesStore, state => state.file);
}

export function setRunFile(file: RunFileState): void {
  runFilesStore.setState({ file });
}
