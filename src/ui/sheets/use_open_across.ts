import { type RefObject, useCallback, useContext, useEffect, useLayoutEffect, useState } from 'react';
import { create } from 'zustand';
import type { SheetName } from '../stores/sheet';
import { SheetAround } from './around';
import { isByHand } from './use_by_hand';
import { useCrossing } from './use_crossing';

interface Opened {
  readonly sheet: SheetName;
  /** Its sheet opens with it. */
  readonly calls: boolean;
}

/** What is open, by its name. */
const openStore = create<Readonly<Record<string, Opened>>>(() => ({}));

/** Milliseconds until a part is built anew beside the charts. */
const LONGEST = 1000;

/** How many parts of a name are on the page. */
const there = new Map<string, number>();

/**
 * Whether something is open. Where it lies in a sheet on a small screen and beside the charts on a large one, it stays open as the
 * window crosses from one to the other, although React builds it anew there. Its name is its own among what lies in sheets.
 * The sheet opens with it: always, or, with `within`, where the focus is in that element.
 */
export function useOpenAcross(
  name: string,
  within?: RefObject<Element | null>,
): [open: boolean, setOpen: (open: boolean) => void] {
  const sheet = useContext(SheetAround);
  const crossing = useCrossing();
  const [openHere, setOpenHere] = useState(false);
  const open = openStore(state => name in state);
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
        if (there.get(name) !== 0) return;
        if (crossing()) setTimeout(forget, LONGEST, name);
        else set(name, null);
      });
    };
  }, [name, crossing]);
  useLayoutEffect(() => {
    const element = within?.current;
    if (!element) return;
    return () => {
      const opened = openStore.getState()[name];
      if (opened) set(name, { ...opened, calls: element.contains(document.activeElement) });
    };
  }, [name, within]);
  const setOpen = useCallback(
    (next: boolean): void => {
      if (sheet === null) setOpenHere(next);
      // What is about to go loses the focus to what takes its place.
      else if (!crossing()) set(name, next ? { sheet, calls: true } : null);
    },
    [name, sheet, crossing],
  );
  return [sheet === null ? openHere : open && settled, setOpen];
}

/** A large screen shows at once what it has; of what lies in sheets, that is nothing beside another workspace than the race. */
function forget(name: string): void {
  if (there.get(name) === 0 && !isByHand()) set(name, null);
}

/** The sheet of something that is open and calls for it; null: nothing does. */
export function sheetOfOpen(): SheetName | null {
  return Object.values(openStore.getState()).find(({ calls }) => calls)?.sheet ?? null;
}

function set(name: string, opened: Opened | null): void {
  const { [name]: _, ...others } = openStore.getState();
  openStore.setState(opened === null ? others : { ...others, [name]: opened }, true);
}
