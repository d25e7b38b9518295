import { download } from '../../download';
import { TEXT_SIZE } from '../plot_frame';
import { textWidth } from '../text_width';
import { colourOf } from '../theme_colours';
import { type Look, type Picture, pictureSvg } from './picture_svg';

/** Pixels of a PNG for each one of the page. */
const SHARP = 2;

/** Lets the browser save a chart as a picture, in the colours of the page. Rejects where the browser cannot draw it. */
export async function savePicture(name: string, kind: 'png' | 'svg', picture: Picture): Promise<void> {
  const svg = new Blob([pictureSvg(picture, lookOfPage())], { type: 'image/svg+xml' });
  download(`${name}.${kind}`, kind === 'svg' ? svg : await pngOf(svg));
}

function lookOfPage(): Look {
  const colour = colourOf();
  const family = colour('var(--sans)');
  return { colour, family, measure: text => textWidth(text, `${TEXT_SIZE}px ${family}`) };
}

async function pngOf(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SHARP * image.naturalWidth;
    canvas.height = SHARP * image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('The browser cannot write this picture as PNG. Save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
