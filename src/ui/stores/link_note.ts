import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

interface LinkNote {
  /** What is missing from the last link that was copied or opened, in a sentence or two. */
  readonly note: string | null;
  /** The note asks the visitor to add it. */
  readonly asks: boolean;
}

export const linkNoteStore = createStore<LinkNote>(() => ({ note: null, asks: false }));

export function useLinkNote(): string | null {
  return useStore(linkNoteStore, state => state.note);
}

export function setLinkNote(note: string | null, asks = false): void {
  linkNoteStore.setState({ note, asks });
}
