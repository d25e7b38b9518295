import { plotFrame } from '../charts/plot_frame';
import { cellsSvg } from './cells_svg';
import { type Body, framed, PICTURE_WIDTH } from './framed';
import { gridSvg } from './grid_svg';
import type { Look } from './look';
import type { LinesPicture, Picture } from './picture';
import { plotSvg } from './plot_svg';
import { textAt } from './svg';

const PLOT = { width: PICTURE_WIDTH - 32, height: 320 };
const TEXT = 11;

/** A picture as an SVG document, with its size in pixels. */
export function pictureSvg(picture: Picture, caption: string, look: Look) {
  const { title, unit, origin } = picture;
  const legend = picture.kind === 'lines' ? picture.legend : [];
  return framed({ title, unit, legend, caption, about: JSON.stringify(origin) }, bodyOf(picture, look), look);
}

function bodyOf(picture: Picture, look: Look): Body {
  switch (picture.kind) {
    case 'lines':
      return linesBody(picture, look);
    case 'cells':
      return cellsSvg(picture, look);
    case 'grid':
      return gridSvg(picture, look);
    default:
      return picture satisfies never;
  }
}

function linesBody({ plot }: LinesPicture, { colour, family, measure }: Look): Body {
  const own = (text: string) => measure(text, TEXT);
  const frame = plotFrame(PLOT, plot.x, plot.y, own);
  const drawing = { ...plot, frame, colour, font: `${TEXT}px ${family}`, measure: own };
  const middle = (frame.left + frame.right) / 2;
  const across = textAt(plot.x.log ? `${plot.x.label}, log` : plot.x.label, middle, PLOT.height + 14, {
    'text-anchor': 'middle',
    fill: colour('var(--muted)'),
  });
  return { elements: [...plotSvg(drawing), across], width: PLOT.width, height: PLOT.height + 18 };
}
