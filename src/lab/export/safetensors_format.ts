// Apart from the reader, so that the worker, which only writes, does not load it.

/** The one key that is no tensor. */
export const METADATA = '__metadata__';

/** Most bytes of a header. */
export const HEADER_LIMIT = 1 << 20;

/** A file that is not valid safetensors; the message says where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}
