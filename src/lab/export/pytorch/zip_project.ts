import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** Bytes that are packed at once: some milliseconds. */
const PIECE = 1 << 18;
/** Weights hardly shrink. */
const WHOLE = /^weights\//;

/** Files by path as a zip. `pause` is called after each piece of work, so that a page stays awake. */
export async function zipProject(
  files: ReadonlyMap<string, Uint8Array>,
  mtime: Date,
  pause: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(Uint8Array.from(part));
  });
  for (const [path, bytes] of files) {
    const file = WHOLE.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    file.mtime = mtime;
    zip.add(file);
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
      file.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      await pause();
    }
  }
  zip.end();
  if (failure) throw failure;
  return parts;
}
