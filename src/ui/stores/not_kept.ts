import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Why the visitor's own text, sound, or music is lost when the page is closed. Null if it is kept, or if there is none. */
export interface NotKept {
  readonly text: string | null;
  readonly sound: string | null;
  readonly music: string | null;
}

export const notKeptStore = createStore<NotKept>(() => ({ text: null, sound: null, music: null }));

export function useNotKept(): NotKept {
  return useStore(notKeptStore);
}

export function setNotKept(what: keyof NotKept, why: string | null): void {
  if (notKeptStore.getState()[what] !== why) notKeptStore.setState({ [what]: why });
}

/** Why the browser's database cannot be read, so that things of earlier visits may be missing. Null if it can be read. */
export const unreadStore = createStore<{ readonly why: string | null }>(() => ({ why: null }));

export function useUnread(): string | null {
  return useStore(unreadStore, state => state.why);
}

export function setUnread(why: string | null): void {
  unreadStore.setState({ why });
}

/** What the last visit could not keep. Null if it kept all, or once the visitor has seen it. */
const lostStore = createStore<{ readonly words: string | null }>(() => ({ words: null }));

export function useLost(): string | null {
  return useStore(lostStore, state => state.words);
}

export function setLost(words: string | null): void {
  lostStore.setState({ words });
}
