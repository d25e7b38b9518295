/** A dropped folder looks like a file until it is read. */
export const UNREADABLE = 'This could not be read. Choose a single file that you may open, not a folder.';

/** The bytes of a file; undefined if it is a folder, was moved, or may not be read. */
export async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}
