import { type ReactNode, useEffect, useRef } from 'react';
import './lane_text.css';

/** A box that is scrolled to less than this from its end, in pixels, follows what it holds. */
const NEAR = 60;

interface Props {
  readonly label: string;
  readonly busy: boolean;
  /** Changes when its content does. */
  readonly version: unknown;
  readonly children: ReactNode;
}

/** A box whose content grows. The end stays in view unless the visitor scrolls up. */
export function FollowingBox({ label, busy, version, children }: Props) {
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is what moves the end into view
  useEffect(() => {
    const lane = box.current;
    if (!lane) return;
    if (follows.current) lane.scrollTop = lane.scrollHeight;
    lane.dataset.scrolled = String(lane.scrollTop > 0);
  }, [version]);
  return (
    <section
      ref={box}
      className="lane-text"
      aria-label={label}
      aria-busy={busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be within reach of the keyboard
      tabIndex={0}
      onScroll={({ currentTarget: lane }) => {
        follows.current = lane.scrollHeight - lane.scrollTop - lane.clientHeight < NEAR;
        lane.dataset.scrolled = String(lane.scrollTop > 0);
      }}
    >
      {children}
    </section>
  );
}
