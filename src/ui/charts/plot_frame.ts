import type { Axis } from './axis';
import { axisTicks, type Tick } from './axis_ticks';

/** The places of all parts of a plot, in CSS pixels from its upper left corner. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** From data units to pixels. */
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
  /** From pixels to data units, within the axis. */
  readonly xAt: (pixel: number) => number;
}

/** Size of the text of labels, in CSS pixels, as all lengths here. */
export const TEXT_SIZE = 11;
/** Height below the plot for the labels of x. */
export const X_AXIS = 20;
export const TICK = 4;
export const TICK_GAP = 3;
const TOP = 8;
const RIGHT = 12;
/** The least width of the y axis, so that the plots of charts below each other usually line up. */
const LEAST_LEFT = 42;
/** The least gap between labels of x. */
const X_AIR = 14;
/** The least distance between the middles of labels of y. */
const Y_STEP = 18;

/** Places all parts: the y axis is as wide as its longest label, and no label of x is cut off on the right. */
export function plotFrame(
  { width, height }: { readonly width: number; readonly height: number },
  x: Axis,
  y: Axis,
  measure: (text: string) => number,
): PlotFrame {
  const top = TOP;
  const bottom = Math.max(top + 1, height - X_AXIS);
  const toY = scale(y, bottom, top);
  const yTicks = axisTicks(
    y,
    Math.max(2, Math.min(5, Math.floor((bottom - top) / 32))),
    apart(toY, () => Y_STEP),
  );
  const longest = Math.max(0, ...yTicks.map(({ label }) => measure(label)));
  const left = Math.min(Math.max(LEAST_LEFT, Math.ceil(longest) + TICK + TICK_GAP + 2), Math.floor(width / 2));
  const ofX = (right: number) => {
    const toX = scale(x, left, right);
    const xTicks = axisTicks(
      x,
      7,
      apart(toX, ({ label }) => measure(label), X_AIR),
    );
    const end = xTicks.at(-1);
    return { toX, xTicks, over: end ? toX(end.at) + measure(end.label) / 2 + 1 - width : 0 };
  };
  let right = Math.max(left + 1, width - RIGHT);
  let across = ofX(right);
  if (across.over > 0) {
    right = Math.max(left + 1, Math.floor(right - across.over));
    across = ofX(right);
  }
  const { toX, xTicks } = across;
  const [from, to] = x.domain;
  const xAt = (pixel: number) => {
    const share = Math.min(1, Math.max(0, (pixel - left) / (right - left)));
    return x.log ? from * (to / from) ** share : from + share * (to - from);
  };
  return { width, height, left, right, top, bottom, xTicks, yTicks, toX, toY, xAt };
}

/** From a value to pixels, for an axis from `start` to `end`. */
function scale({ domain: [from, to], log }: Axis, start: number, end: number): (value: number) => number {
  const share = log
    ? (value: number) => Math.log(value / from) / Math.log(to / from)
    : (value: number) => (value - from) / (to - from);
  return value => start + share(value) * (end - start);
}

/** Whether neighbouring labels lie at least `air` pixels apart. */
function apart(place: (value: number) => number, size: (tick: Tick) => number, air = 0) {
  return (ticks: readonly Tick[]) =>
    ticks.every((tick, i) => {
      const before = ticks[i - 1];
      if (!before) return true;
      return Math.abs(place(tick.at) - place(before.at)) >= (size(tick) + size(before)) / 2 + air;
    });
}
