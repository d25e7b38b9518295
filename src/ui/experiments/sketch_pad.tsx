import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { z } from 'zod';
import { Button } from '../kit/button';
import type { Params } from '../stores/experiments';
import './sketch_pad.css';

/** The points of a drawn signal, or none. */
export function pointsOf(params: Params, key: string): readonly number[] {
  return z.array(z.number()).safeParse(params[key]).data ?? [];
}

interface Props {
  readonly label: string;
  /** From -1 to 1, evenly spaced, at least two. */
  readonly points: readonly number[];
  readonly onChange: (points: readonly number[]) => void;
}

/** Units of the drawing, wide and high; the sheet gives its size. */
const [WIDE, HIGH] = [400, 120];
/** What an arrow key adds. */
const KEY_STEP = 0.1;

/** A signal drawn by hand: with the pointer, or point by point with the arrow keys. */
export function SketchPad({ label, points, onChange }: Props) {
  const [chosen, setChosen] = useState(0);
  const last = points.length - 1;
  const place = Math.min(chosen, last);
  const set = (at: number, value: number) => {
    setChosen(at);
    onChange(points.with(at, Math.round(Math.max(-1, Math.min(1, value)) * 100) / 100));
  };
  const draw = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const at = Math.round(((event.clientX - left) / width) * last);
    set(Math.max(0, Math.min(last, at)), 1 - (2 * (event.clientY - top)) / height);
  };
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => setChosen(Math.max(0, place - 1)),
      ArrowRight: () => setChosen(Math.min(last, place + 1)),
      Home: () => setChosen(0),
      End: () => setChosen(last),
      ArrowUp: () => set(place, points[place] + KEY_STEP),
      ArrowDown: () => set(place, points[place] - KEY_STEP),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  const x = (i: number) => (i / last) * WIDE;
  const y = (value: number) => ((1 - value) / 2) * HIGH;
  return (
    <div className="sketch">
      <div className="sketch-head">
        <span>{label}</span>
        <Button tiny quiet label="Flat" onClick={() => onChange(points.map(() => 0))} />
      </div>
      <div
        className="sketch-pad"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={-1}
        aria-valuemax={1}
        aria-valuenow={points[place]}
        aria-valuetext={`point ${place + 1} of ${points.length}: ${points[place]}`}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          draw(event);
        }}
        onPointerMove={event => {
          if (event.buttons === 1) draw(event);
        }}
        onKeyDown={press}
      >
        <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
          <line x1={0} x2={WIDE} y1={HIGH / 2} y2={HIGH / 2} />
          <polyline points={points.map((value, i) => `${x(i)},${y(value)}`).join(' ')} />
          <line className="sketch-place" x1={x(place)} x2={x(place)} y1={0} y2={HIGH} />
        </svg>
      </div>
      <p className="muted small">
        Draw with the pointer, the past on the left. By keys: left and right choose a point, up and down move it.
      </p>
    </div>
  );
}
