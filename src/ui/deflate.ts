/** Whether the browser can compress and decompress. */
export const deflates = typeof CompressionStream !== 'undefined' && typeof DecompressionStream !== 'undefined';

/** A text as compressed bytes (raw DEFLATE of its UTF-8). */
export async function deflate(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The text of compressed bytes. Rejects if they are damaged or hold more than `most` bytes; then it stops reading. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    count += value.length;
    if (count > most) {
      void reader.cancel().catch(() => {});
      throw new Error(`more than ${most} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
