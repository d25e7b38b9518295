import { type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Axis } from './axis';
import { placeIn } from './place';
import type { PlotFrame } from './plot_frame';
import { movedBy, nearestIndex, pointAt, pointerOf } from './pointer';
import { extentOf, partOf, type Range } from './range';
import { rangeWords } from './range_words';
import { type Reading, Readout } from './readout';
import { useGestures } from './use_gestures';
import { zoomedBy } from './zoom_keys';
import './plot_pointer.css';

/** How a plot is pointed at. */
export interface Pointed {
  /** Charts of one group share the pointer, the zoom, and the unit of x. */
  readonly group: string;
  /** What the chart shows, in words for a screen reader. */
  readonly label: string;
  readonly read: (x: number) => Reading;
  /** Begins a note at the x that is pointed at. Absent: the chart has no marks. */
  readonly onMark?: (() => void) | undefined;
}

interface Props extends Pointed {
  readonly frame: PlotFrame;
  readonly x: Axis;
  /** The x of each row, rising. */
  readonly xs: readonly number[];
  /** What is drawn and can be pressed. */
  readonly children?: ReactNode;
}

/** The crosshair and the values at its x. Mouse, keys, and touch move it and zoom; after a touch it stays until a touch elsewhere or a scroll. */
export function PlotPointer(props: Props) {
  const { frame, x: axis, xs: all, group, label, read, onMark, children } = props;
  const { domain } = axis;
  const extent = axis.extent ?? extentOf(domain, axis.log, axis.whole);
  const pointer = pointerOf(group);
  const pointed = useStore(pointer, state => state.x);
  const [from, to] = domain;
  const xs = all.filter(at => at >= from && at <= to);
  const x = pointed !== null && pointed >= from && pointed <= to ? pointed : null;
  const reading = x === null ? null : read(x);
  const clear = () => pointAt(pointer, null);
  const reads = x !== null;
  useEffect(() => {
    if (!reads) return;
    // In some browsers a touch elsewhere leaves the focus where it is, so that no blur comes.
    const elsewhere = ({ target }: globalThis.PointerEvent) => {
      if (!(target instanceof Element && target.closest('.plot-pointer'))) pointAt(pointer, null);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [reads, pointer]);
  const point = (event: PointerEvent<HTMLElement>) => {
    const at = frame.xAt(placeIn(event.currentTarget, event));
    pointAt(pointer, xs[nearestIndex(xs, at)] ?? null);
  };
  const [told, setTold] = useState('');
  const onRange = (wanted: Range | null) => {
    const zoom = partOf(wanted, extent);
    pointer.setState({ zoom });
    setTold(zoom ? `Shows ${rangeWords(zoom, axis)}.` : 'Shows all.');
  };
  const { selected, handlers } = useGestures({ frame, extent, point, leave: clear, onRange });
  return (
    <>
      <div
        className="plot-pointer"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={x ?? xs.at(-1) ?? from}
        aria-valuetext={reading ? inWords(reading) : 'Arrow keys move along the curves, plus and minus zoom.'}
        {...handlers}
        onBlur={clear}
        onKeyDown={event => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const range = zoomedBy(event, domain, x ?? to, extent);
          const next = range === undefined ? movedBy(event.key, xs, x) : undefined;
          const marks = event.key === 'm' && onMark !== undefined;
          if (range === undefined && next === undefined && !marks) return;
          event.preventDefault();
          if (range !== undefined) onRange(range);
          else if (next !== undefined) pointAt(pointer, next);
          else onMark?.();
        }}
      >
        {children}
      </div>
      <span className="sr-only" role="status">
        {told}
      </span>
      {selected ? (
        <div
          className="plot-selected"
          style={{
            left: selected[0],
            width: selected[1] - selected[0],
            top: frame.top,
            height: frame.bottom - frame.top,
          }}
        />
      ) : null}
      {x !== null && reading && reading.values.length > 0 ? (
        <Crosshair frame={frame} at={frame.toX(x)} reading={reading} />
      ) : null}
    </>
  );
}

function inWords({ title, values }: Reading): string {
  return `${title}. ${values.map(({ name, text }) => `${name}: ${text}`).join('; ')}.`;
}

const AIR = 8;

/** The line at x, and the values in a box on the side with more room. */
function Crosshair({ frame, at, reading }: { frame: PlotFrame; at: number; reading: Reading }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const width = element.offsetWidth;
    const beside = at > (frame.left + frame.right) / 2 ? at - AIR - width : at + AIR;
    element.style.left = `${Math.round(Math.max(0, Math.min(beside, frame.width - width)))}px`;
  });
  return (
    <>
      <div className="crosshair" style={{ left: at, top: frame.top, height: frame.bottom - frame.top }} />
      <div className="plot-readout" ref={box}>
        <Readout {...reading} />
      </div>
    </>
  );
}
