/** A file that cannot be imported; the message says why, and what helps. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
