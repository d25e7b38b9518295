import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What the link that was copied or opened last does not hold, in a sentence or two. */
export const linkNoteStore = createStore<{ readonly note: string | null }>(() => ({ note: null }));

export function useLinkNote(): string | null {
  return useStore(linkNoteStore, state => state.note);
}

export function setLinkNote(note: string | null): void {
  linkNoteStore.setState({ note });
}
