/** What a project in PyTorch cannot hold; the message names it. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
