import { useEffect, useState } from 'react';
import { bytes, duration } from '../format';
import { Hint } from '../kit/hint';
import { type KeepingState, type Saved, useKeeping } from '../stores/keeping';
import './kept_line.css';

/** Milliseconds between two looks at the clock. */
const LOOK = 3000;

/** When the race on the page was last saved in this browser, and what it takes. */
export function KeptLine() {
  const saved = useKeeping(state => state.saved);
  const refused = useKeeping(state => state.refusal !== null);
  const words = useKeeping(hint);
  const now = useNow(saved);
  if (!saved && !refused) return null;
  return (
    <Hint text={words} side="bottom">
      <span
        className={`kept-line small ${refused ? 'refused' : ''}`}
        role="note"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its hint must be within reach of the keyboard
        tabIndex={0}
      >
        {refused || !saved ? 'not kept' : `kept ${agoWords(now - saved.at)}, ${bytes(saved.bytes)}`}
      </span>
    </Hint>
  );
}

function agoWords(milliseconds: number): string {
  return milliseconds < 2000 ? 'just now' : `${duration(milliseconds / 1000)} ago`;
}

function hint({ refusal, all, quota, persisted, withoutLocks }: KeepingState): string {
  if (refusal) return `The browser refused to keep this race (${refusal.why}). Export saves its results.`;
  const sentences = ['This race is saved in this browser while it trains, and offered when you come back.'];
  if (all && all.runs > 1)
    sentences.push(
      `The ${all.runs} runs that are kept here take ${bytes(all.bytes)}${quota === null ? '' : ` of ${bytes(quota)}`}.`,
    );
  if (persisted === false)
    sentences.push('The browser may delete it when the disk is full; the Export menu saves what matters.');
  if (withoutLocks) sentences.push('This browser cannot tell tabs apart here, so train one race in one tab only.');
  return sentences.join(' ');
}

/** The time, as Date.now() gives it, looked at now and then while something is saved. */
function useNow(saved: Saved | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!saved) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), LOOK);
    return () => clearInterval(timer);
  }, [saved]);
  return now;
}
