import { contenderColour, contenderDash } from '../colours';
import { cut, type Look, wrapped } from './look';
import type { LegendLine } from './picture';
import { element, escaped, moved, textAt } from './svg';

/** Pixels, as all lengths of pictures. */
export const PICTURE_WIDTH = 720;
const MARGIN = 16;
const TITLE = 15;
const TEXT = 12;
const CAPTION = 10;

/** Elements with the room that they take. */
export interface Body {
  readonly elements: readonly string[];
  readonly width: number;
  readonly height: number;
}

interface Frame {
  readonly title: string;
  readonly unit: string;
  readonly legend: readonly LegendLine[];
  readonly caption: string;
  /** All that was measured, for whoever opens the file. */
  readonly about: string;
}

/** A whole SVG document: the title and the unit above the legend and the body, and the caption below. */
export function framed({ title, unit, legend, caption, about }: Frame, body: Body, look: Look) {
  const { colour, family, measure } = look;
  const room = Math.max(PICTURE_WIDTH - 2 * MARGIN, body.width);
  const muted = colour('var(--muted)');
  const parts: string[] = [];
  let y = MARGIN;
  const write = (words: string, size: number, attributes: Readonly<Record<string, string | number>>) => {
    if (words === '') return;
    // A bold letter is about a tenth wider.
    for (const line of wrapped(words, room, text => 1.1 * measure(text, size))) {
      parts.push(textAt(line, MARGIN, y + size, { 'font-size': size, ...attributes }));
      y += Math.ceil(size * 1.35);
    }
  };
  write(title, TITLE, { 'font-weight': 600, fill: colour('var(--ink)') });
  write(unit, TEXT, { fill: muted });
  const names = legendRows(legend, room, look);
  if (names.length > 0) y += 4;
  for (const row of names) {
    parts.push(moved(MARGIN, y, row));
    y += 18;
  }
  y += 6;
  parts.push(moved(MARGIN, y, body.elements));
  y += body.height + 8;
  write(caption, CAPTION, { fill: muted });
  const [width, height] = [Math.ceil(room + 2 * MARGIN), Math.ceil(y + MARGIN - 6)];
  const svg = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': family },
    [
      element('title', {}, [escaped(title)]),
      element('desc', {}, [escaped(about)]),
      element('rect', { width, height, fill: colour('var(--panel)') }),
      element('g', { 'font-size': 11 }, parts),
    ],
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, width, height };
}

const SWATCH = 22;
const GAP = 20;

/** The lines of the legend: a sample of each contender's line, its name, and its last value. */
function legendRows(legend: readonly LegendLine[], room: number, { colour, measure }: Look): string[][] {
  const rows: string[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const { slot, name, value } of legend) {
    const wide = (text: string) => measure(text, TEXT);
    const short = cut(name, 240, wide);
    const nameWidth = wide(short);
    const needed = SWATCH + 6 + nameWidth + 6 + wide(value);
    if (x + needed > room) {
      rows.push([]);
      x = 0;
    }
    const dash = contenderDash(slot);
    const stroke = colour(contenderColour(slot));
    const sample = { x1: x, x2: x + SWATCH, y1: 8, y2: 8, stroke, 'stroke-width': 3 };
    const at = x + SWATCH + 6;
    rows
      .at(-1)
      ?.push(
        element('line', { ...sample, ...(dash === '' ? {} : { 'stroke-dasharray': dash }) }),
        textAt(short, at, 12, { 'font-size': TEXT, fill: colour('var(--ink)') }),
        textAt(value, at + nameWidth + 6, 12, { 'font-size': TEXT, fill: colour('var(--muted)') }),
      );
    x += needed + GAP;
  }
  return rows;
}
