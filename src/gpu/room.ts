import { type Backend, MemoryError } from './backend';

export interface Wanted {
  readonly label: string;
  readonly bytes: number;
}

/** Throws MemoryError, before anything is allocated, if one of the memories, or all of them plus `held` bytes, exceed a backend's room. */
export function checkRoom({ room }: Pick<Backend, 'room'>, wanted: readonly Wanted[], held = 0): void {
  for (const { label, bytes } of wanted)
    if (bytes > room.each)
      throw new MemoryError(
        `'${label}' needs ${sizeWords(bytes)}; ${sizeWords(room.each)} is the most here. ${SMALLER}`,
      );
  const all = wanted.reduce((sum, { bytes }) => sum + bytes, held);
  if (all > room.all)
    throw new MemoryError(`${sizeWords(all)} are needed in all; ${sizeWords(room.all)} is the most here. ${SMALLER}`);
}

/** The way out where there is no room. */
export const SMALLER = 'Use a smaller batch, length, or width.';

/** '128 MiB', '1.5 GiB'. */
export function sizeWords(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
