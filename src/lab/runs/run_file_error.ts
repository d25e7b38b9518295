/** A run that cannot be read or written. The message is one or two sentences, and names the fix. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';
}
