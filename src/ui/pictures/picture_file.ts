import { textWidth } from '../charts/text_width';
import { themeColours } from '../charts/theme_colours';
import { captionOf } from './caption';
import type { Look } from './look';
import type { Picture } from './picture';
import { pictureSvg } from './picture_svg';

/** Pixels of a PNG for each pixel of the SVG. */
const SCALE = 2;

/** A picture as a file, with the colours of the shown theme. */
export async function pictureFile(picture: Picture, format: 'png' | 'svg'): Promise<Blob> {
  const { svg, width, height } = pictureSvg(picture, await captionOf(picture.origin), lookNow());
  const file = new Blob([svg], { type: 'image/svg+xml' });
  return format === 'svg' ? file : await rasterised(file, width, height);
}

function lookNow(): Look {
  const colour = themeColours();
  const family = colour('var(--sans)');
  return {
    theme: document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light',
    colour,
    family,
    measure: (text, size) => textWidth(text, `${size}px ${family}`),
  };
}

async function rasterised(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SCALE * width;
    canvas.height = SCALE * height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('The browser made no PNG of the picture. Save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
