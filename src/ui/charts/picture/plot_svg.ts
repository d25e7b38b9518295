import { type Drawing, marked, valuesOf } from '../drawing';
import { placedLabels } from '../layers';
import { TEXT_SIZE, TICK, TICK_GAP } from '../plot_frame';
import { element, escaped, length } from './xml';

/** A plot as elements of SVG, from the upper left corner of its frame. `dots`: at every point. */
export function plotSvg(drawing: Drawing, dots: boolean): string[] {
  const { frame } = drawing;
  const { left, top, right, bottom } = frame;
  const clip = element('clipPath', { id: 'plot' }, [
    element('rect', { x: left, y: top - 1, width: length(right - left), height: length(bottom - top + 2) }),
  ]);
  return [
    element('defs', {}, [clip]),
    ...axes(drawing),
    element('g', { 'clip-path': 'url(#plot)' }, [
      ...drawing.bands.map(({ key, colour }) => band(drawing, key, colour)),
      ...drawing.baselines.map(({ y }) => {
        const at = length(frame.toY(y));
        const ends = { x1: left, x2: length(right), y1: at, y2: at };
        return element('line', { ...ends, stroke: drawing.colour('var(--line-strong)'), 'stroke-dasharray': '3 3' });
      }),
      ...drawing.lines.flatMap(line => curve(drawing, line, dots)),
    ]),
    ...placedLabels(drawing).map(({ name, left: x, bottom: y }) => text(drawing, name, { x, y: y - 3 })),
  ];
}

function axes(drawing: Drawing): string[] {
  const { frame, colour } = drawing;
  const { left, right, top, bottom, xTicks, yTicks, toX, toY } = frame;
  const [grid, axis] = [colour('var(--grid)'), colour('var(--line-strong)')];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string) =>
    element('line', { x1: length(x1), y1: length(y1), x2: length(x2), y2: length(y2), stroke });
  return [
    ...yTicks.flatMap(({ at, label }) => [
      line(left, toY(at), right, toY(at), grid),
      line(left - TICK, toY(at), left, toY(at), axis),
      text(drawing, label, { x: left - TICK - TICK_GAP, y: toY(at) + 4, 'text-anchor': 'end' }),
    ]),
    ...xTicks.flatMap(({ at, label }) => [
      line(toX(at), bottom, toX(at), bottom + TICK, axis),
      text(drawing, label, { x: toX(at), y: bottom + TICK + TICK_GAP + 9, 'text-anchor': 'middle' }),
    ]),
    line(left, top, left, bottom, axis),
    line(left, bottom, right, bottom, axis),
  ];
}

function band({ frame, rows, colour }: Drawing, key: string, of: string): string {
  const edges = rows.flatMap(({ x, values }) => {
    const [low, high] = [values[`${key}-low`], values[`${key}-high`]];
    return low == null || high == null ? [] : [{ x: frame.toX(x), low: frame.toY(low), high: frame.toY(high) }];
  });
  const points = [
    ...edges.map(({ x, high }) => pair(x, high)),
    ...edges.toReversed().map(({ x, low }) => pair(x, low)),
  ];
  return element('polygon', { points: points.join(' '), fill: colour(of), 'fill-opacity': 0.18 });
}

function curve(
  drawing: Drawing,
  { key, colour, width, opacity, dash }: Drawing['lines'][number],
  dots: boolean,
): string[] {
  const { frame, rows } = drawing;
  const values = valuesOf(drawing, key);
  const points = values.flatMap((value, i) => {
    const x = rows[i]?.x;
    return value === null || x === undefined || !Number.isFinite(value)
      ? []
      : [{ x: frame.toX(x), y: frame.toY(value) }];
  });
  if (points.length === 0) return [];
  const paint = drawing.colour(colour);
  const path = element('polyline', {
    points: points.map(({ x, y }) => pair(x, y)).join(' '),
    fill: 'none',
    stroke: paint,
    'stroke-width': width,
    'stroke-opacity': opacity,
    'stroke-dasharray': dash,
    'stroke-linejoin': 'round',
  });
  if (!dots && !marked(values)) return [path];
  const circle = ({ x, y }: { readonly x: number; readonly y: number }) =>
    element('circle', { cx: length(x), cy: length(y), r: (3 + width) / 2, fill: paint, 'fill-opacity': opacity });
  return [path, ...points.map(circle)];
}

function text(drawing: Drawing, words: string, place: Readonly<Record<string, string | number>>): string {
  const rounded = Object.entries(place).map(([key, value]) => [key, typeof value === 'number' ? length(value) : value]);
  const look = { fill: drawing.colour('var(--muted)'), 'font-size': TEXT_SIZE };
  return element('text', { ...Object.fromEntries(rounded), ...look }, [escaped(words)]);
}

function pair(x: number, y: number): string {
  return `${length(x)},${length(y)}`;
}
