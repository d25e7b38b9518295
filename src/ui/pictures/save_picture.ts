import { download, safeFileName } from '../download';
import type { Picture } from './picture';

/** Lets the browser save a picture. The part of the page that draws it loads now. */
export async function savePicture(picture: Picture, format: 'png' | 'svg'): Promise<void> {
  const { pictureFile } = await import('./picture_file').catch((cause: unknown) => {
    throw new Error('The part of the page that draws pictures could not be loaded. Reload the page.', { cause });
  });
  download(pictureName(picture, format), await pictureFile(picture, format));
}

/** 'unroll-loss-text-step-640.png' */
export function pictureName({ title, origin }: Pick<Picture, 'title' | 'origin'>, format: 'png' | 'svg'): string {
  return `unroll-${safeFileName(`${title} ${origin.file}`)}.${format}`;
}
