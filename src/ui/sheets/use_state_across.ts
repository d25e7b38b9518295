import { useLayoutEffect, useRef, useState } from 'react';
import { useCrossing } from './use_crossing';

/** What parts hand to those that React builds in their place as the window crosses, by their names. */
export class Handover<T> {
  /** Left by a part whose heir is not there yet. */
  private readonly left = new Map<string, T>();
  private readonly heirs = new Map<string, (found: T) => void>();

  /** A part is there. What it returns is to be called as it goes; `crossing`: whether it goes as the window crosses. */
  join(name: string, take: (found: T) => void): (crossing: boolean, last: () => T) => void {
    const found = this.left.get(name);
    this.left.delete(name);
    if (found !== undefined) take(found);
    this.heirs.set(name, take);
    return (crossing, last) => {
      const heir = this.heirs.get(name);
      if (heir === take) this.heirs.delete(name);
      if (!crossing) return;
      if (heir === undefined || heir === take) this.left.set(name, last());
      else heir(last());
    };
  }
}

/** Hands over what `leave` gives as the window crosses. The part in its place takes it, mostly before the page is drawn. */
export function useHandover<T>(handover: Handover<T>, name: string, leave: () => T, take: (found: T) => void): void {
  const crossing = useCrossing();
  const now = useRef({ leave, take });
  now.current = { leave, take };
  useLayoutEffect(() => {
    const go = handover.join(name, found => now.current.take(found));
    return () => go(crossing(), () => now.current.leave());
  }, [handover, name, crossing]);
}

/** State of a part that outlasts a crossing of the window. */
export function useStateAcross<T>(
  handover: Handover<T>,
  name: string,
  initial: T,
): [value: T, setValue: (value: T) => void] {
  const [value, setValue] = useState<T>(initial);
  useHandover(
    handover,
    name,
    () => value,
    found => setValue(() => found),
  );
  return [value, setValue];
}

const typedTexts = new Handover<string | null>();

/** A typed text that is not applied yet; null: none. It outlasts a crossing of the window. */
export function useTypedAcross(name: string): [typed: string | null, setTyped: (typed: string | null) => void] {
  return useStateAcross<string | null>(typedTexts, name, null);
}
