import { z } from 'zod';
import { create } from 'zustand';
import { asSentence } from '../as_sentence';
import { type PageStorage, pageStorage, reasonOf, storedText } from '../page_storage';

/** Something from an earlier visit or a link that this build cannot use; kept until the visitor discards it. */
export interface Aside {
  /** A sentence: what is not used. */
  readonly what: string;
  /** A sentence: the reason. */
  readonly why: string;
  /** The thing itself, as it was found. */
  readonly text: string;
}

export interface AsideState {
  readonly entries: readonly Aside[];
  /** Why nothing is stored between visits; null while storing works or was not tried. */
  readonly notStored: string | null;
}

/** Keeps aside what could not be used. `why` may lack its capital letter and its full stop. */
export type LeaveAside = (what: string, why: string, text: string) => void;

const key = 'unroll.aside';

const stored = z.array(z.strictObject({ what: z.string(), why: z.string(), text: z.string() }));

export const asideStore = create<AsideState>(() => ({ entries: [], notStored: null }));

export const useAside = asideStore;

/** Reads what earlier visits left aside into the store. */
export function readAside(storage: PageStorage = pageStorage()): void {
  const entries = storedEntries(storage);
  if (entries) asideStore.setState({ entries });
}

function storedEntries(storage: PageStorage = pageStorage()): readonly Aside[] | undefined {
  const text = storedText(key, storage);
  if (text === null) return undefined;
  const parsed = stored.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  return [{ what: 'The list of what was left aside could not be read.', why: 'It is damaged.', text }];
}

export const leaveAside: LeaveAside = (what, why, text) => {
  const entry = { what, why: asSentence(why), text };
  change(entries => (entries.some(other => isSame(other, entry)) ? entries : [...entries, entry]));
};

export function discardAside(entry: Aside): void {
  change(entries => entries.filter(other => !isSame(other, entry)));
}

function isSame(a: Aside, b: Aside): boolean {
  return a.what === b.what && a.text === b.text;
}

/** Changes the list that is stored now, because another tab may have changed it. If storing fails, changes this tab's own list. */
function change(act: (entries: readonly Aside[]) => readonly Aside[]): void {
  const { entries: own, notStored } = asideStore.getState();
  const there = notStored === null ? storedEntries() : undefined;
  const before = there ?? own;
  const entries = act(before);
  if (entries !== own) asideStore.setState({ entries });
  if (entries !== before) store(key, JSON.stringify(entries));
}

/** Stores a text, or tells the page why it cannot be stored. Returns whether it was. */
export function store(key: string, text: string, storage: Pick<Storage, 'setItem'> = pageStorage()): boolean {
  const notStored = whyNotStored(key, text, storage);
  if (asideStore.getState().notStored !== notStored) asideStore.setState({ notStored });
  return notStored === null;
}

/** Stores a text. Returns why the browser refuses it, or null if it is stored. */
export function whyNotStored(key: string, text: string, storage: Pick<Storage, 'setItem'>): string | null {
  try {
    storage.setItem(key, text);
    return null;
  } catch (error) {
    return reasonOf(error);
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
