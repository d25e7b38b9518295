import { contenderColour, contenderDash } from '../colours';
import { heatColour } from '../experiments/heat_colours';
import type { Body } from './framed';
import { cut, type Look } from './look';
import type { GridPicture } from './picture';
import { element, moved, textAt } from './svg';

const TEXT = 11;
const SMALL = 8;
const ROW = 26;
const NAME = 180;

/** Values as a table of colours, each with its number and its interval. The best has a frame. */
export function gridSvg({ grid, head, scale, slots }: GridPicture, { colour, measure }: Look): Body {
  const wide = (text: string) => measure(text, TEXT);
  const ink = colour('var(--ink)');
  const muted = colour('var(--muted)');
  const left = Math.min(NAME, Math.max(...grid.rows.map(name => wide(head(name))), 0)) + (slots.size > 0 ? 28 : 0) + 8;
  const interval = grid.cells.flat().some(cell => cell?.interval);
  const cell = Math.max(interval ? 62 : 44, ...grid.columns.map(column => wide(head(column)) + 10));
  const middle = { 'text-anchor': 'middle', 'dominant-baseline': 'central' };
  const heads = grid.columns.map((column, i) =>
    textAt(head(column), left + (i + 0.5) * cell, 8, { ...middle, fill: muted }),
  );
  const rows = grid.rows.map((name, row) => {
    const slot = slots.get(String(name));
    const at = slot === undefined ? 0 : 28;
    const dash = slot === undefined ? '' : contenderDash(slot);
    const swatch = { x1: 0, x2: 22, y1: ROW / 2, y2: ROW / 2, 'stroke-width': 3 };
    return moved(0, 18 + row * ROW, [
      ...(slot === undefined
        ? []
        : [
            element('line', {
              ...swatch,
              stroke: colour(contenderColour(slot)),
              ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
            }),
          ]),
      textAt(cut(head(name), NAME, wide), at, ROW / 2, { 'dominant-baseline': 'central', fill: ink }),
      ...grid.columns.flatMap((_, i) => {
        const found = grid.cells[row]?.[i];
        const x = left + i * cell;
        if (!found) return [];
        if (found.value === null) return [textAt('–', x + cell / 2, ROW / 2, { ...middle, fill: muted })];
        const { background, ink: own } = heatColour(scale.placeOf(found.value));
        const ends = found.interval ? found.interval.map(scale.words).join('–') : null;
        const frame = found.value === scale.best ? { stroke: ink, 'stroke-width': 2 } : {};
        return [
          element('rect', { x, y: 0, width: cell - 1, height: ROW - 1, fill: background, ...frame }),
          textAt(scale.words(found.value), x + cell / 2, ends ? ROW / 2 - 5 : ROW / 2, { ...middle, fill: own }),
          ...(ends ? [textAt(ends, x + cell / 2, ROW / 2 + 6, { ...middle, 'font-size': SMALL, fill: own })] : []),
        ];
      }),
    ]);
  });
  return {
    elements: [...heads, ...rows],
    width: left + grid.columns.length * cell,
    height: 18 + grid.rows.length * ROW,
  };
}
