import { legible, nameCharacter } from './name_character';
import { TaskError, type Vocabulary } from './task';

/** Shown for a token that is outside the vocabulary. */
export const REPLACEMENT = '\ufffd';

/** A vocabulary whose token i is written `symbols[i]`. Reading takes the longest matching symbol and skips spaces and line breaks. */
export function symbolVocabulary(symbols: readonly string[]): Vocabulary {
  const tokenOf = new Map(symbols.map((symbol, token) => [symbol, token]));
  const longest = Math.max(...symbols.map(symbol => symbol.length));
  const glyph = (token: number): string => symbols[token] ?? REPLACEMENT;
  const symbolAt = (text: string, at: number): string | undefined => {
    for (let n = longest; n > 0; n--) if (tokenOf.has(text.slice(at, at + n))) return text.slice(at, at + n);
    return undefined;
  };
  return {
    size: symbols.length,
    encode(text) {
      const tokens: number[] = [];
      for (let at = 0; at < text.length; ) {
        const symbol = symbolAt(text, at) ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
        const token = tokenOf.get(symbol);
        if (token !== undefined) tokens.push(token);
        else if (!/\s/.test(symbol)) throw new TaskError(unknown(nameCharacter(symbol), symbols));
        at += symbol.length;
      }
      return Int32Array.from(tokens);
    },
    decode: tokens => Array.from(tokens, glyph).join(''),
    glyph,
  };
}

/** A vocabulary of whole words. A space follows every decoded word, so that pieces of text can be joined. */
export function wordVocabulary(words: readonly string[]): Vocabulary {
  const tokenOf = new Map(words.map((word, token) => [word, token]));
  const glyph = (token: number): string => words[token] ?? REPLACEMENT;
  return {
    size: words.length,
    encode(text) {
      const typed = text.split(/\s+/).filter(word => word !== '');
      return Int32Array.from(typed, word => {
        const token = tokenOf.get(word);
        if (token === undefined) throw new TaskError(unknown(`“${legible(word)}”`, words));
        return token;
      });
    },
    decode: tokens => Array.from(tokens, token => `${glyph(token)} `).join(''),
    glyph,
  };
}

/** `count` different symbols: the alphabet from 'a' or 'A', then the alphabet with 1 after each letter, and so on. */
export function letters(count: number, first: 'a' | 'A' = 'a'): string[] {
  const start = first.charCodeAt(0);
  return Array.from({ length: count }, (_, i) => {
    const letter = String.fromCharCode(start + (i % 26));
    return i < 26 ? letter : `${letter}${Math.floor(i / 26)}`;
  });
}

function unknown(what: string, symbols: readonly string[]): string {
  const known = symbols.map(legible);
  const list = known.length <= 24 ? known.join(' ') : `${known.slice(0, 20).join(' ')} … ${known[known.length - 1]}`;
  return `${what} is not in the vocabulary of this task; use only ${list}`;
}
