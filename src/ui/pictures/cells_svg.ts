import { colourTable, endsOf, middleOfScale, rampOf, shadeOf } from '../inspect/palette';
import { type Body, PICTURE_WIDTH } from './framed';
import { cut, type Look } from './look';
import type { CellsPicture } from './picture';
import { element, moved, textAt } from './svg';

const LABEL = 9;
/** A cell from this size on has room for the letter of its token. */
const LETTERS = 9;
const RAMP = 140;

/** Numbers as colours, with their tokens where there is room, and the colours of the scale below. */
export function cellsSvg({ grid, scale, columns, rows, down, unit }: CellsPicture, look: Look): Body {
  const { theme, colour, measure } = look;
  const muted = colour('var(--muted)');
  const wide = Math.max(2, Math.min(18, Math.floor((PICTURE_WIDTH - 100) / grid.columns)));
  const tall = rows === null ? Math.max(2, Math.min(16, Math.floor(256 / grid.rows))) : wide;
  const [width, height] = [grid.columns * wide, grid.rows * tall];
  const letters = { 'font-size': LABEL, fill: muted };
  const across = wide >= LETTERS ? columns.map(glyph => cut(glyph, wide, text => measure(text, LABEL))) : [];
  const beside =
    rows !== null && tall >= LETTERS ? rows.map(glyph => cut(glyph, 60, text => measure(text, LABEL))) : [];
  const left = Math.ceil(Math.max(...beside.map(glyph => measure(glyph, LABEL)), measure(down, LABEL))) + 6;
  const bottom = height + (across.length > 0 ? LABEL + 5 : 0);
  return {
    elements: [
      moved(left, 0, [
        element('g', { 'shape-rendering': 'crispEdges' }, shadesOf(grid, scale, theme, wide, tall)),
        element('rect', { width, height, fill: 'none', stroke: colour('var(--line)') }),
        ...across.map((glyph, i) =>
          textAt(glyph, (i + 0.5) * wide, height + LABEL + 2, { ...letters, 'text-anchor': 'middle' }),
        ),
        ...beside.map((glyph, i) =>
          textAt(glyph, -4, (i + 0.5) * tall, { ...letters, 'text-anchor': 'end', 'dominant-baseline': 'central' }),
        ),
        textAt(`${grid.columns} tokens →`, 0, bottom + LABEL + 3, letters),
      ]),
      ...(beside.length > 0 ? [] : [textAt(down, 0, LABEL, letters)]),
      ...legend(scale, unit, left, bottom + 22, look),
    ],
    width: left + width,
    height: bottom + 46,
  };
}

/** The cells of each colour as one path, so that a map of 256 by 256 tokens stays a small file. */
function shadesOf(
  { columns, values }: CellsPicture['grid'],
  scale: CellsPicture['scale'],
  theme: Look['theme'],
  wide: number,
  tall: number,
): string[] {
  const table = colourTable(scale.kind, theme);
  const paths = new Map<number, string[]>();
  for (let i = 0; i < values.length; ) {
    const shade = shadeOf(values[i] ?? Number.NaN, scale);
    const from = i;
    const end = (Math.floor(i / columns) + 1) * columns;
    while (i < end && shadeOf(values[i] ?? Number.NaN, scale) === shade) i++;
    if (shade < 0) continue;
    const run = `M${(from % columns) * wide} ${Math.floor(from / columns) * tall}h${(i - from) * wide}v${tall}h${-(i - from) * wide}z`;
    const path = paths.get(shade);
    if (path) path.push(run);
    else paths.set(shade, [run]);
  }
  return [...paths].map(([shade, runs]) =>
    element('path', { d: runs.join(''), fill: `rgb(${table.subarray(4 * shade, 4 * shade + 3).join(' ')})` }),
  );
}

/** The colours of the scale with the values at its ends and in its middle. */
function legend(scale: CellsPicture['scale'], unit: string, x: number, y: number, { theme, colour }: Look): string[] {
  const [least, most] = endsOf(scale);
  const middle = middleOfScale(scale);
  const ramp = rampOf(scale.kind, theme);
  const stops = ramp.map((stop, i) => element('stop', { offset: i / (ramp.length - 1), 'stop-color': stop }));
  const fill = colour('var(--muted)');
  const value = (words: string, at: number, anchor: string) =>
    textAt(words, x + at, y + 20, { 'font-size': LABEL, 'text-anchor': anchor, fill });
  return [
    element('defs', {}, [element('linearGradient', { id: 'ramp' }, stops)]),
    element('rect', { x, y, width: RAMP, height: 9, fill: 'url(#ramp)', stroke: colour('var(--line)') }),
    value(String(least), 0, 'start'),
    ...(middle === null ? [] : [value(String(middle), RAMP / 2, 'middle')]),
    value(String(most), RAMP, 'end'),
    value(unit, RAMP + 8, 'start'),
  ];
}
