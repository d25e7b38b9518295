import { quantity } from '../quantity';
import { decodeText, plainText } from './plain_text';
import { TaskError } from './task';

/** Bounds of a visitor's own text. */
export const OWN_TEXT = { bytes: 5 * 2 ** 20, fewest: 100, distinctFewest: 2, distinctMost: 4096 } as const;

/** A text with a higher share of control characters counts as binary data. */
const CONTROL_SHARE = 0.01;

/** The training text of a file. Throws TaskError if it is no text (see decodeText), is too large, or fails checkOwnText. */
export function readOwnText(bytes: Uint8Array): string {
  if (bytes.length > OWN_TEXT.bytes) throw tooLarge(bytes.length);
  return checkOwnText(decodeText(bytes));
}

/**
 * The training text: plain text (see plainText). Throws TaskError, which names the fix, if it is too short, too large, binary,
 * or has too few or too many different code points.
 */
export function checkOwnText(raw: string): string {
  if (raw.length > OWN_TEXT.bytes) throw tooLarge(byteLength(raw));
  const text = plainText(raw);
  const { characters, bytes, controls, broken, distinct } = survey(text);
  if (bytes > OWN_TEXT.bytes) throw tooLarge(bytes);
  if (broken > 0 || controls > CONTROL_SHARE * characters)
    throw new TaskError('This looks like binary data, not text; use text, or save the file as plain text in UTF-8.');
  if (characters < OWN_TEXT.fewest)
    throw new TaskError(
      `The text has ${quantity(characters, 'character')}; at least ${count(OWN_TEXT.fewest)} are needed. Use a longer text.`,
    );
  if (distinct < OWN_TEXT.distinctFewest)
    throw new TaskError(
      `The text has only ${distinct} different character; at least ${OWN_TEXT.distinctFewest} are needed. Use a more varied text.`,
    );
  if (distinct > OWN_TEXT.distinctMost)
    throw new TaskError(
      `The text has ${count(distinct)} different characters; at most ${count(OWN_TEXT.distinctMost)} fit. Use a shorter text, or one in fewer scripts.`,
    );
  return text;
}

interface Survey {
  readonly characters: number;
  readonly bytes: number;
  /** Control characters other than tab, line feed and form feed. */
  readonly controls: number;
  /** NULs and halves of surrogate pairs, which no text holds. */
  readonly broken: number;
  readonly distinct: number;
}

function survey(text: string): Survey {
  const seen = new Set<number>();
  let characters = 0;
  let bytes = 0;
  let controls = 0;
  let broken = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    characters++;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) broken++;
    if (isControl(code)) controls++;
    seen.add(code);
  }
  return { characters, bytes, controls, broken, distinct: seen.size };
}

function isControl(code: number): boolean {
  const allowed = code === 0x09 || code === 0x0a || code === 0x0c;
  return (code < 0x20 && !allowed) || (code >= 0x7f && code < 0xa0) || code === 0xfffd;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function tooLarge(bytes: number): TaskError {
  const megabytes = (bytes / 2 ** 20).toFixed(1);
  return new TaskError(`The text has ${megabytes} MB; at most 5 MB fit. Use a part of it.`);
}

function count(n: number): string {
  return n.toLocaleString('en');
}
