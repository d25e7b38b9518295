import { type PointerEvent, useRef, useState } from 'react';
import { placeIn } from './place';
import type { PlotFrame } from './plot_frame';
import { type Extent, pinched, type Range } from './range';

/** The least length of a selection, in CSS pixels; a shorter one is a click. */
const LEAST = 5;

interface Props {
  readonly frame: PlotFrame;
  readonly extent: Extent;
  /** Points at the place of an event. */
  readonly point: (event: PointerEvent<HTMLElement>) => void;
  readonly leave: () => void;
  readonly onRange: (range: Range | null) => void;
}

/** A pinch: the values that two fingers hold. */
interface Pinch {
  readonly held: Range;
  readonly ids: readonly [number, number];
}

/**
 * A drag of the mouse selects a part of x, two fingers spread or move it, and a double click shows all. Everything else points.
 * `selected` is the selection under way, in CSS pixels.
 */
export function useGestures({ frame, extent, point, leave, onRange }: Props) {
  const [selected, setSelected] = useState<Range | null>(null);
  const fingers = useRef(new Map<number, number>());
  const pinch = useRef<Pinch | null>(null);
  const start = useRef<number | null>(null);
  const within = (event: PointerEvent<HTMLElement>) => {
    const at = placeIn(event.currentTarget, event);
    return Math.min(frame.right, Math.max(frame.left, at));
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    fingers.current.delete(event.pointerId);
    if (pinch.current?.ids.includes(event.pointerId)) pinch.current = null;
    start.current = null;
    setSelected(null);
  };
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const at = within(event);
      if (event.pointerType === 'touch') {
        fingers.current.set(event.pointerId, at);
        const [first, second] = [...fingers.current].sort(([, a], [, b]) => a - b);
        if (first && second) {
          pinch.current = { held: [frame.xAt(first[1]), frame.xAt(second[1])], ids: [first[0], second[0]] };
          leave();
          return;
        }
      } else if (event.button === 0) {
        start.current = at;
      }
      point(event);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const at = within(event);
      const known = pinch.current;
      if (fingers.current.has(event.pointerId)) fingers.current.set(event.pointerId, at);
      if (known) {
        const shares = known.ids.map(id => ((fingers.current.get(id) ?? 0) - frame.left) / (frame.right - frame.left));
        onRange(pinched(known.held, [shares[0] ?? 0, shares[1] ?? 1], extent));
        return;
      }
      // It was let go elsewhere.
      if (event.buttons === 0) start.current = null;
      const from = start.current;
      if (from !== null && Math.abs(at - from) >= LEAST) {
        // A click before that is of what lies under it, such as a point.
        event.currentTarget.setPointerCapture(event.pointerId);
        setSelected([Math.min(from, at), Math.max(from, at)]);
      }
      point(event);
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (selected) onRange([frame.xAt(selected[0]), frame.xAt(selected[1])]);
      end(event);
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      end(event);
      leave();
    },
    onPointerLeave(event: PointerEvent<HTMLElement>) {
      if (event.pointerType === 'mouse') leave();
    },
    onDoubleClick: () => onRange(null),
  };
  return { selected, handlers };
}
