import { type Drawing, marked, valuesOf } from '../charts/drawing';
import { BAND, bandEdges, placedLabels, SPAN } from '../charts/layers';
import { placeMarks } from '../charts/place_marks';
import { TEXT_SIZE, TICK, TICK_GAP } from '../charts/plot_frame';
import { DOT, leaderOf, placePoints } from '../charts/point_labels';
import { contenderColour } from '../colours';
import { element, length, textAt } from './svg';

/** A plot as SVG elements: the same places and colours as on the canvas. Each line is one `path`; nothing else is a path. */
export function plotSvg(drawing: Drawing): string[] {
  const { frame, bands, colour } = drawing;
  const { left, right, top, bottom } = frame;
  const area = element('clipPath', { id: 'plot' }, [
    element('rect', { x: left, y: top - 2, width: right - left + 4, height: bottom - top + 4 }),
  ]);
  const below = [
    ...bands.map(band => {
      const edges = bandEdges(drawing, band).filter(({ x, low, high }) => [x, low, high].every(Number.isFinite));
      const rim = [...edges.map(({ x, high }) => [x, high]), ...edges.toReversed().map(({ x, low }) => [x, low])];
      const points = rim.map(point => point.map(length).join(',')).join(' ');
      return element('polygon', { points, fill: colour(band.colour), 'fill-opacity': BAND });
    }),
    ...drawing.baselines.map(({ y }) => {
      const at = frame.toY(y);
      const stroke = colour('var(--line-strong)');
      return element('line', { x1: left, x2: right, y1: at, y2: at, stroke, 'stroke-dasharray': '3 3' });
    }),
  ];
  return [
    element('defs', {}, [area]),
    ...axes(drawing),
    element('g', { 'clip-path': 'url(#plot)' }, [...below, ...linesOf(drawing)]),
    ...pointsOf(drawing),
    ...marksOf(drawing),
    ...placedLabels(drawing, []).map(({ name, left: x, top: from, bottom: to }) =>
      textAt(name, x, (from + to) / 2, { ...rimmed(drawing), fill: colour('var(--muted)') }),
    ),
  ];
}

/** Words above curves have a rim of the panel's colour. */
function rimmed({ colour }: Drawing) {
  return {
    'dominant-baseline': 'central',
    'paint-order': 'stroke',
    stroke: colour('var(--panel)'),
    'stroke-width': 3,
    'stroke-linejoin': 'round',
  } as const;
}

function marksOf(drawing: Drawing): string[] {
  const { frame, marks = [], colour, measure } = drawing;
  const ink = colour('var(--ink)');
  return placeMarks(marks, frame, measure).flatMap(({ start, end, left, top, bottom, words }) => [
    element('rect', {
      x: start,
      y: frame.top,
      width: end - start,
      height: frame.bottom - frame.top,
      fill: ink,
      'fill-opacity': SPAN,
    }),
    ...[start, end].map(x =>
      element('line', { x1: x, x2: x, y1: frame.top, y2: frame.bottom, stroke: ink, 'stroke-dasharray': '1 2' }),
    ),
    ...(words === '' ? [] : [textAt(words, left, (top + bottom) / 2, { ...rimmed(drawing), fill: ink })]),
  ]);
}

function axes({ frame, colour }: Drawing): string[] {
  const { left, right, top, bottom, xTicks, yTicks } = frame;
  const stroke = colour('var(--line-strong)');
  const fill = colour('var(--muted)');
  const y = yTicks.flatMap(({ at, label }) => {
    const level = frame.toY(at);
    return [
      element('line', { x1: left, x2: right, y1: level, y2: level, stroke: colour('var(--grid)') }),
      element('line', { x1: left - TICK, x2: left, y1: level, y2: level, stroke }),
      textAt(label, left - TICK - TICK_GAP, level, { 'text-anchor': 'end', 'dominant-baseline': 'central', fill }),
    ];
  });
  const x = xTicks.flatMap(({ at, label }) => {
    const place = frame.toX(at);
    return [
      element('line', { x1: place, x2: place, y1: bottom, y2: bottom + TICK, stroke }),
      textAt(label, place, bottom + TICK + TICK_GAP + TEXT_SIZE - 1, { 'text-anchor': 'middle', fill }),
    ];
  });
  return [
    ...y,
    ...x,
    element('line', { x1: left, x2: left, y1: top, y2: bottom, stroke }),
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke }),
  ];
}

function linesOf(drawing: Drawing): string[] {
  const { frame, rows, lines, colour, dots = false } = drawing;
  return lines.flatMap(({ key, colour: own, dash, width, opacity }) => {
    const values = valuesOf(drawing, key);
    const points = values.flatMap((value, i) => {
      const x = frame.toX(rows[i]?.x ?? Number.NaN);
      const y = value === null ? Number.NaN : frame.toY(value);
      return Number.isFinite(x) && Number.isFinite(y) ? [[length(x), length(y)] as const] : [];
    });
    if (points.length === 0) return [];
    const stroke = colour(own);
    const path = element('path', {
      d: `M${points.map(point => point.join(' ')).join('L')}`,
      fill: 'none',
      stroke,
      'stroke-width': width,
      ...(dash ? { 'stroke-dasharray': dash } : {}),
      ...(opacity === undefined ? {} : { 'stroke-opacity': opacity }),
    });
    if (!dots && !marked(values)) return [path];
    const mark = { r: (3 + width) / 2, fill: stroke, ...(opacity === undefined ? {} : { 'fill-opacity': opacity }) };
    return [path, ...points.map(([cx, cy]) => element('circle', { cx, cy, ...mark }))];
  });
}

function pointsOf({ points = [], frame, colour, measure }: Drawing): string[] {
  return placePoints(points, frame, measure).flatMap(({ name, slot, x, y, label }) => {
    const fill = colour(contenderColour(slot));
    const dot = element('circle', { cx: x, cy: y, r: DOT, fill });
    if (!label) return [dot];
    const words = textAt(name, label.x, label.y, { 'dominant-baseline': 'central', fill: colour('var(--ink)') });
    const leader = leaderOf({ x, y, label });
    if (!leader) return [dot, words];
    const [x2, y2] = leader;
    return [element('line', { x1: x, y1: y, x2, y2, stroke: colour('var(--line-strong)') }), dot, words];
  });
}
