import { type Box, overlap } from './boxes';
import type { PlotFrame } from './plot_frame';

/** A point with its name, in data units. */
export interface NamedPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly slot: number;
}

/** A point and its label, in CSS pixels. */
export interface PlacedPoint {
  readonly name: string;
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  /** Middle of the label's left edge; null: there is no room for it. */
  readonly label: { readonly x: number; readonly y: number; readonly width: number } | null;
}

/** Radius of a point. */
export const DOT = 4;
const HEIGHT = 13;
const AIR = 3;
/** How many lines above or below its point a label may stand. */
const LINES = 6;

/** Places each point, and its label where it covers no other label and no point. A label far from its point gets a leader line. */
export function placePoints(
  points: readonly NamedPoint[],
  frame: PlotFrame,
  measure: (text: string) => number,
): PlacedPoint[] {
  const places = points.map(point => ({ ...point, x: frame.toX(point.x), y: frame.toY(point.y) }));
  const taken: Box[] = places.map(({ x, y }) => ({ left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT }));
  return places.map(({ name, slot, x, y }) => {
    const width = measure(name);
    const found = candidates(x, width)
      .map(({ left, line }) => ({
        left,
        right: left + width,
        top: y + line * HEIGHT - HEIGHT / 2,
        bottom: y + line * HEIGHT + HEIGHT / 2,
      }))
      .find(box => inside(box, frame) && !taken.some(other => overlap(box, other, AIR)));
    if (found) taken.push(found);
    return { name, slot, x, y, label: found ? { x: found.left, y: (found.top + found.bottom) / 2, width } : null };
  });
}

/** The end of the line from a point to its label; null: the label is beside it. */
export function leaderOf({ x, y, label }: Pick<PlacedPoint, 'x' | 'y' | 'label'>): readonly [number, number] | null {
  if (!label || Math.abs(label.y - y) < 1.5 * HEIGHT) return null;
  const towards = label.y < y ? HEIGHT / 2 : -HEIGHT / 2;
  return [Math.min(Math.max(x, label.x), label.x + label.width), label.y + towards];
}

/** Left edges and lines to try, the nearest first. */
function candidates(x: number, width: number): { readonly left: number; readonly line: number }[] {
  const beside = [x + DOT + AIR, x - DOT - AIR - width].map(left => ({ left, line: 0 }));
  const lines = Array.from({ length: LINES }, (_, i) => [-(i + 1), i + 1]).flat();
  const around = lines.flatMap(line => [x - width / 2, x + DOT, x - DOT - width].map(left => ({ left, line })));
  return [...beside, ...around];
}

function inside(box: Box, { left, right, top, bottom }: PlotFrame): boolean {
  return box.left >= left + 2 && box.right <= right + 8 && box.top >= top && box.bottom <= bottom;
}
