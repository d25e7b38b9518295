import { type Backend, MemoryError } from './backend';

/** A memory that is wanted. */
export interface Wanted {
  readonly label: string;
  readonly bytes: number;
}

/**
 * Throws MemoryError, before anything is allocated, where one of the memories, or all of them beside `held` bytes, are more than a
 * backend has room for.
 */
export function checkRoom({ room }: Pick<Backend, 'room'>, wanted: readonly Wanted[], held = 0): void {
  for (const { label, bytes } of wanted)
    if (bytes > room.each)
      throw new MemoryError(`'${label}' needs ${words(bytes)}; ${words(room.each)} is the most here.`);
  const all = wanted.reduce((sum, { bytes }) => sum + bytes, held);
  if (all > room.all) throw new MemoryError(`${words(all)} are needed in all; ${words(room.all)} is the most here.`);
}

function words(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;
}
