import { quoted } from '../../quoted';

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON value that keeps what JSON.parse loses: the spelling of numbers, and repeated keys. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

/** A text that is not JSON by RFC 8259 or repeats a key; the message says where. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Deepest nesting of arrays and objects, as in serde_json. */
const DEEPEST = 128;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them unescaped
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SPACE = /[ \t\n\r]*/y;

/** Reads one JSON text. Throws JsonError, also for strings that are not Unicode (half a surrogate pair). */
export function scanJson(text: string): Json {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  scanner.end();
  return value;
}

/** The value that JSON.parse returns. */
export function plainJson(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, own]) => [key, plainJson(own)]));
  return Array.isArray(value) ? value.map(plainJson) : value;
}

/** The value that JSON.parse returns, of a text that scanJson accepts. Throws JsonError also for a number beyond a double. */
export function readPlainJson(text: string): unknown {
  const value = scanJson(text);
  const large = findNumber(value, number => !Number.isFinite(Number(number)));
  if (large !== undefined) throw new JsonError(`the number ${large} is too large`);
  return plainJson(value);
}

function findNumber(value: Json, wanted: (text: string) => boolean): string | undefined {
  if (value instanceof JsonNumber) return wanted(value.text) ? value.text : undefined;
  if (!(value instanceof Map) && !Array.isArray(value)) return undefined;
  for (const own of value.values()) {
    const found = findNumber(own, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Json {
    this.#match(SPACE);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return new JsonNumber(this.#match(NUMBER) ?? this.#refuse('a value is missing'));
    }
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#refuse('there is more after the end');
  }

  #object(depth: number): ReadonlyMap<string, Json> {
    const entries = new Map<string, Json>();
    this.#items('}', depth, () => {
      this.#match(SPACE);
      const at = this.#at;
      const key = this.#string();
      if (entries.has(key)) this.#refuse(`the key ${quoted(key)} is there twice`, at);
      this.#match(SPACE);
      if (!this.#take(':')) this.#refuse(`':' is missing`);
      entries.set(key, this.value(depth));
    });
    return entries;
  }

  #array(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.#items(']', depth, () => items.push(this.value(depth)));
    return items;
  }

  #items(close: string, depth: number, item: () => void): void {
    if (depth > DEEPEST) this.#refuse(`it is nested more than ${DEEPEST} deep`);
    this.#at++;
    this.#match(SPACE);
    if (this.#take(close)) return;
    for (;;) {
      item();
      this.#match(SPACE);
      if (this.#take(close)) return;
      if (!this.#take(',')) this.#refuse(`',' or '${close}' is missing`);
    }
  }

  #string(): string {
    const at = this.#at;
    const literal = this.#matchString() ?? this.#refuse('a string is missing or not valid');
    const value: unknown = literal.includes('\\') ? JSON.parse(literal) : literal.slice(1, -1);
    if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) {
      return this.#refuse('a string holds half a surrogate pair', at);
    }
    return value;
  }

  #matchString(): string | undefined {
    try {
      return this.#match(STRING);
    } catch (error) {
      // A pattern keeps its place at every escape, and the engine has room for some millions.
      if (error instanceof RangeError) return this.#refuse('a string has too many escapes');
      throw error;
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#refuse('a value is missing');
    this.#at += word.length;
    return value;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #refuse(why: string, at = this.#at): never {
    throw new JsonError(`${why} (character ${at + 1})`);
  }
}
