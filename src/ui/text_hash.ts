/** A hash of bytes, 16 hexadecimal digits: FNV-1a, twice with different starts. It tells contents apart, and protects nothing. */
export function bytesHash(pieces: Iterable<Uint8Array>): string {
  let [one, two] = [0x811c9dc5, 0x01000193];
  for (const piece of pieces) {
    for (const byte of piece) {
      one = Math.imul(one ^ byte, 0x01000193);
      two = Math.imul(two ^ byte ^ (one >>> 24), 0x01000193);
    }
  }
  return [one, two].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The same of a text in UTF-8. */
export function textHash(text: string): string {
  return bytesHash([new TextEncoder().encode(text)]);
}
