import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { SheetName } from '../stores/sheet';
import { isByHand } from './use_by_hand';

/** What is open, by its name, and the sheet that holds it on a small screen. */
const openStore = create<Readonly<Record<string, SheetName>>>(() => ({}));

/** How many parts of a name are on the page. */
const there = new Map<string, number>();

/**
 * Whether something is open that lies in a sheet on a small screen and beside the charts on a large one. It stays open where the
 * window crosses from one to the other, although React builds it anew there.
 */
export function useOpenAcross(name: string, sheet: SheetName): [open: boolean, setOpen: (open: boolean) => void] {
  const open = openStore(state => name in state);
  const [bornByHand] = useState(isByHand);
  // What it lies in takes the focus first: a popover that is there before it closes for that.
  const [settled, settle] = useState(!open);
  useEffect(() => {
    const timer = setTimeout(settle, 0, true);
    there.set(name, (there.get(name) ?? 0) + 1);
    return () => {
      clearTimeout(timer);
      there.set(name, (there.get(name) ?? 0) - 1);
      // React may build the same part at once again.
      queueMicrotask(() => {
        if (there.get(name) === 0 && isByHand() === bornByHand) set(name, null);
      });
    };
  }, [name, bornByHand]);
  const setOpen = (next: boolean): void => {
    // What is about to go loses the focus to what takes its place.
    if (isByHand() === bornByHand) set(name, next ? sheet : null);
  };
  return [open && settled, setOpen];
}

/** The sheet of something that is open; null: nothing is. */
export function sheetOfOpen(): SheetName | null {
  return Object.values(openStore.getState())[0] ?? null;
}

function set(name: string, sheet: SheetName | null): void {
  const { [name]: _, ...others } = openStore.getState();
  openStore.setState(sheet === null ? others : { ...others, [name]: sheet }, true);
}
