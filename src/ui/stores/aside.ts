import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type PageStorage, pageStorage, storedText } from '../page_storage';

/** Something from an earlier visit or a link that this build cannot use; kept until the visitor discards it. */
export interface Aside {
  /** A sentence: what is not used. */
  readonly what: string;
  /** A sentence: the reason. */
  readonly why: string;
  /** As it was found. */
  readonly text: string;
}

export interface AsideState {
  readonly entries: readonly Aside[];
  /** Why nothing is stored between visits; null while storing works or was not tried. */
  readonly notStored: string | null;
}

/** Hands over what could not be used. */
export type LeaveAside = (what: string, why: string, text: string) => void;

const key = 'unroll.aside';

const stored = z.array(z.strictObject({ what: z.string(), why: z.string(), text: z.string() }));

export const asideStore = createStore<AsideState>(() => ({ entries: [], notStored: null }));

export function useAside<T>(selector: (state: AsideState) => T): T {
  return useStore(asideStore, selector);
}

/** Brings back what earlier visits left aside. */
export function readAside(storage: PageStorage = pageStorage()): void {
  const text = storedText(key, storage);
  if (text === null) return;
  const parsed = stored.safeParse(parseJson(text));
  const entries = parsed.success
    ? parsed.data
    : [{ what: 'What was left aside before could not be read.', why: 'It is damaged.', text } satisfies Aside];
  asideStore.setState({ entries });
}

export const leaveAside: LeaveAside = (what, why, text) => {
  const { entries } = asideStore.getState();
  if (entries.some(entry => entry.what === what && entry.text === text)) return;
  write([...entries, { what, why, text }]);
};

export function discardAside(entry: Aside): void {
  write(asideStore.getState().entries.filter(other => other !== entry));
}

/** Stores a text, or says why it cannot be stored. Returns whether it was. */
export function store(key: string, text: string, storage: Pick<Storage, 'setItem'> = pageStorage()): boolean {
  try {
    storage.setItem(key, text);
    if (asideStore.getState().notStored !== null) asideStore.setState({ notStored: null });
    return true;
  } catch (error) {
    const notStored = error instanceof Error ? error.message : 'the browser refused';
    if (asideStore.getState().notStored !== notStored) asideStore.setState({ notStored });
    return false;
  }
}

export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function write(entries: readonly Aside[]): void {
  asideStore.setState({ entries });
  store(key, JSON.stringify(entries));
}
