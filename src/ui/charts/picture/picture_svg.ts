import { contenderColour, contenderDash } from '../../colours';
import type { Drawing } from '../drawing';
import { plotFrame, TEXT_SIZE } from '../plot_frame';
import type { PlotSource } from '../plot_source';
import { plotSvg } from './plot_svg';
import { element, escaped } from './xml';

/** A chart as a picture shows it. */
export interface Picture {
  readonly title: string;
  readonly unit: string;
  readonly legend: readonly { readonly slot: number; readonly name: string; readonly value: string }[];
  readonly source: PlotSource;
  /** Where it is from, in a line. */
  readonly origin: string;
  /** What was measured, for whoever opens the file. */
  readonly about: string;
}

/** How the page writes and paints. */
export interface Look {
  readonly colour: Drawing['colour'];
  /** Font families, as CSS writes them. */
  readonly family: string;
  /** Width of a text at TEXT_SIZE. */
  readonly measure: (text: string) => number;
}

/** In pixels. */
export const PICTURE_WIDTH = 880;
const [PLOT, MARGIN, ROW, SWATCH, GAP] = [320, 16, 20, 26, 20];
const TITLE = 15;

/** A chart as SVG, with title, unit, legend, axes, and where it is from. */
export function pictureSvg({ title, unit, legend, source, origin, about }: Picture, look: Look): string {
  const { colour, family, measure } = look;
  const wide = (words: string, size: number) => (measure(words) * size) / TEXT_SIZE;
  const put = (words: string, x: number, y: number, more: Readonly<Record<string, string | number>> = {}) =>
    element('text', { x, y, fill: colour('var(--ink)'), 'font-size': 12, ...more }, [escaped(words)]);
  const muted = { fill: colour('var(--muted)') };
  const items = legendPlaces(legend, words => wide(words, 12));
  const rows = items.at(-1)?.row ?? 0;
  const top = MARGIN + 24 + (rows + 1) * ROW + 4;
  const size = { width: PICTURE_WIDTH - 2 * MARGIN, height: PLOT };
  const drawing: Drawing = {
    ...source,
    frame: plotFrame(size, source.x, source.y, measure),
    colour,
    font: '',
    measure,
  };
  const height = top + PLOT + 2 * ROW + MARGIN;
  const middle = MARGIN + (drawing.frame.left + drawing.frame.right) / 2;
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: PICTURE_WIDTH,
      height,
      viewBox: `0 0 ${PICTURE_WIDTH} ${height}`,
      'font-family': family,
    },
    [
      element('title', {}, [escaped(title)]),
      element('desc', {}, [escaped(about)]),
      element('rect', { width: PICTURE_WIDTH, height, fill: colour('var(--panel)') }),
      element('text', { x: MARGIN, y: MARGIN + 14, 'font-size': 12, ...muted }, [
        element('tspan', { 'font-size': TITLE, 'font-weight': 600, fill: colour('var(--ink)') }, [escaped(title)]),
        element('tspan', { dx: 8 }, [escaped(unit)]),
      ]),
      ...items.flatMap(({ slot, name, value, x, row }) => {
        const y = MARGIN + 24 + (row + 0.7) * ROW;
        const line = { x1: x, x2: x + SWATCH - 6, y1: y - 4, y2: y - 4, stroke: colour(contenderColour(slot)) };
        return [
          element('line', { ...line, 'stroke-width': 3, 'stroke-dasharray': contenderDash(slot) }),
          put(name, x + SWATCH, y),
          put(value, x + SWATCH + wide(name, 12) + 6, y, muted),
        ];
      }),
      element('g', { transform: `translate(${MARGIN} ${top})` }, plotSvg(drawing, source.dots ?? false)),
      put(source.x.label, middle, top + PLOT + 14, { ...muted, 'text-anchor': 'middle' }),
      put(origin, MARGIN, height - MARGIN, { ...muted, 'font-size': TEXT_SIZE }),
    ],
  )}\n`;
}

/** Items side by side, as many in a row as fit. */
function legendPlaces(legend: Picture['legend'], wide: (words: string) => number) {
  let [x, row] = [MARGIN, 0];
  return legend.map(item => {
    const width = SWATCH + wide(item.name) + 6 + wide(item.value);
    if (x > MARGIN && x + width > PICTURE_WIDTH - MARGIN) [x, row] = [MARGIN, row + 1];
    const place = { ...item, x, row };
    x += width + GAP;
    return place;
  });
}
