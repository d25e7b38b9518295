import { invisibleName, nameCharacter } from './name_character';
import { plainText } from './plain_text';
import { TaskError, type Vocabulary } from './task';
import { REPLACEMENT } from './vocabulary';

export function codePoints(text: string): Int32Array {
  const codes = new Int32Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    codes[n++] = code;
  }
  return codes.slice(0, n);
}

/** A vocabulary of the code points of a text. */
export interface CharacterVocabulary extends Vocabulary {
  /** Code points of the text to tokens. */
  tokensOf(codes: Int32Array): Int32Array;
}

/** The different code points of a text, in rising order. */
export function characterVocabulary(text: Int32Array): CharacterVocabulary {
  const codes = Int32Array.from(new Set(text)).sort();
  const tokenOf = new Map<number, number>();
  codes.forEach((code, token) => {
    tokenOf.set(code, token);
  });
  const glyphs = Array.from(codes, visibleGlyph);
  const tokensOf = (wanted: Int32Array): Int32Array =>
    wanted.map(code => {
      const token = tokenOf.get(code);
      if (token !== undefined) return token;
      const name = nameCharacter(String.fromCodePoint(code));
      throw new TaskError(`The character ${name} does not occur in the text; leave it out.`);
    });
  return {
    size: codes.length,
    tokensOf,
    encode: typed => tokensOf(codePoints(plainText(typed))),
    decode: tokens =>
      Array.from(tokens, token => (token < codes.length ? String.fromCodePoint(codes[token]) : REPLACEMENT)).join(''),
    glyph: token => glyphs[token] ?? REPLACEMENT,
  };
}

/** A visible form of a code point: spaces, line ends, and combining marks get a stand-in or a base character. */
export function visibleGlyph(code: number): string {
  const character = String.fromCodePoint(code);
  if (code === 0x20) return '␣';
  if (code === 0x0a) return '⏎';
  if (code === 0x09) return '⇥';
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code === 0xfffd) return character;
  if (/[\p{Space_Separator}\u2800]/u.test(character)) return '⍽';
  if (invisibleName(code) !== undefined) return '¤';
  return /\p{Mark}/u.test(character) ? `◌${character}` : character;
}
