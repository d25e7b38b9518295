import { TaskError } from './task';

/** The text of a file or a prompt, without byte order marks at its beginning and with every line end (CRLF, CR) as `\n`. */
export function plainText(text: string): string {
  return withoutMark(text).replace(/\r\n?/g, '\n');
}

/** The text without byte order marks at its beginning. */
export function withoutMark(text: string): string {
  return text.replace(/^\ufeff+/, '');
}

/** The bytes of a file as plain text: UTF-8, or UTF-16 with a byte order mark. Throws TaskError, its message naming the fix. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return plainText(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    throw new TaskError(encoding === 'utf-8' ? notUtf8(bytes) : `This file begins as UTF-16 and is not. ${FIX}`);
  }
}

const FIX = 'Save it as plain text in UTF-8 and try again.';

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function notUtf8(bytes: Uint8Array): string {
  const controls = bytes.some(byte => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d);
  const guess = controls ? '' : '; it may be in Latin-1 or another encoding of one byte a character';
  return `This file is not text in UTF-8${guess}. ${FIX}`;
}
