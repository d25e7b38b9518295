import type { Page } from 'playwright/test';
import { greyPng } from './grey_png';

/** So many pixels of the page become one. Details of letters, which differ between machines, vanish; the places of blocks stay. */
const SHRINK = 4;

/** A picture of what is in sight, in 16 greys and so small that it is a few kilobytes. */
export async function smallPicture(page: Page): Promise<Buffer> {
  const large = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
  const url = `data:image/png;base64,${large.toString('base64')}`;
  const { width, greys } = await page.evaluate(shrunk, { url, by: SHRINK });
  return greyPng(width, Uint8Array.from(greys));
}

/** Runs in the page. */
async function shrunk({ url, by }: { url: string; by: number }): Promise<{ width: number; greys: number[] }> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const [width, height] = [Math.ceil(image.width / by), Math.ceil(image.height / by)];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('The browser draws nothing');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const greys = Array.from({ length: width * height }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
    return Math.round((0.299 * red + 0.587 * green + 0.114 * blue) / 17);
  });
  return { width, greys };
}
