import { describe, expect, test } from 'vitest';
import { checkOwnText, OWN_TEXT, readOwnText } from '../../src/tasks/own_text';
import { TaskError } from '../../src/tasks/task';

const fine = 'It was the best of times, it was the worst of times. '.repeat(3);

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TaskError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('checkOwnText', () => {
  test('passes a text on, with line ends as \\n and no byte order mark', () => {
    expect(checkOwnText(fine)).toBe(fine);
    expect(checkOwnText(`\ufeff${fine}\r\none\rtwo\n`)).toBe(`${fine}\none\ntwo\n`);
  });

  test('counts characters as Unicode does', () => {
    expect(messageOf(() => checkOwnText('🐋🦑'.repeat(40)))).toMatch(/80 characters; at least 100 .*longer text/);
    expect(messageOf(() => checkOwnText('🐋'))).toMatch(/has 1 character; at least 100/);
    expect(checkOwnText('🐋🦑'.repeat(50))).toHaveLength(200);
  });

  test('too large: in ASCII, and where only the UTF-8 bytes are too many', () => {
    expect(checkOwnText('ab'.repeat(OWN_TEXT.bytes / 2))).toHaveLength(OWN_TEXT.bytes);
    expect(messageOf(() => checkOwnText('ab'.repeat(3 * 2 ** 20)))).toMatch(/6\.0 MB; at most 5 MB.*part of it/);
    expect(messageOf(() => checkOwnText('кит'.repeat(2 ** 20)))).toMatch(/6\.0 MB/);
    expect(messageOf(() => checkOwnText('鯨海'.repeat(2 ** 20)))).toMatch(/6\.0 MB/);
  });

  test.each([
    ['a NUL', `${fine}\0`],
    ['half of a surrogate pair', `${fine}\ud83d`],
    ['many control characters', `${fine}${'\u0001\u0002\u0003'.repeat(5)}`],
    ['many replacement characters', `${fine}${'\ufffd'.repeat(5)}`],
  ])('binary: %s', (_, text) => {
    expect(messageOf(() => checkOwnText(text))).toMatch(/binary.*UTF-8/);
  });

  test('one stray control character is no binary', () => {
    expect(checkOwnText(`${fine}\u001b`)).toBe(`${fine}\u001b`);
  });

  test('too few and too many different characters', () => {
    expect(messageOf(() => checkOwnText('a'.repeat(500)))).toMatch(/only 1 different character.*more varied/);
    const han = (n: number) => Array.from({ length: n }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    expect(messageOf(() => checkOwnText(han(4097)))).toMatch(/4,097 different characters; at most 4,096/);
    expect(checkOwnText(han(4096))).toHaveLength(4096);
  });
});

describe('readOwnText', () => {
  const encoder = new TextEncoder();

  test('reads UTF-8, with and without byte order mark', () => {
    expect(readOwnText(encoder.encode(`\ufeff${fine}é🐋`))).toBe(`${fine}é🐋`);
    expect(readOwnText(encoder.encode(fine))).toBe(fine);
  });

  test('reads UTF-16 with byte order mark, both ways round', () => {
    const little = new Uint8Array(Uint16Array.from(`\ufeff${fine}鯨`, c => c.charCodeAt(0)).buffer);
    const big = little.map((_, i) => little[i ^ 1]);
    expect(readOwnText(little)).toBe(`${fine}鯨`);
    expect(readOwnText(big)).toBe(`${fine}鯨`);
  });

  test('line ends of UTF-16 and UTF-8 files become \\n', () => {
    const written = `${fine}\r\none\rtwo\n`;
    const little = new Uint8Array(Uint16Array.from(`\ufeff${written}`, c => c.charCodeAt(0)).buffer);
    for (const bytes of [little, encoder.encode(written)]) expect(readOwnText(bytes)).toBe(`${fine}\none\ntwo\n`);
  });

  test('Latin-1 is refused with what to do, not read as U+FFFD', () => {
    const latin = Uint8Array.from(`${fine}Zo\xeb caf\xe9`, c => c.charCodeAt(0));
    expect(messageOf(() => readOwnText(latin))).toBe(
      'This file is not text in UTF-8; it may be in Latin-1 or another encoding of one byte a character. Save it as plain text in UTF-8 and try again.',
    );
    const cut = encoder.encode(`${fine}é`).subarray(0, -1);
    expect(messageOf(() => readOwnText(cut))).toMatch(/not text in UTF-8/);
  });

  test('UTF-16 that is not whole is refused', () => {
    const whole = new Uint8Array(Uint16Array.from(`\ufeff${fine}`, c => c.charCodeAt(0)).buffer);
    const lone = new Uint8Array(Uint16Array.from(`\ufeff${fine}\ud83d.`, c => c.charCodeAt(0)).buffer);
    for (const bytes of [whole.subarray(0, -1), lone])
      expect(messageOf(() => readOwnText(bytes))).toMatch(/begins as UTF-16 and is not\. Save it .*UTF-8/);
  });

  test('bytes that are not text say so', () => {
    expect(messageOf(() => readOwnText(Uint8Array.from({ length: 500 }, (_, i) => i)))).toMatch(/UTF-8/);
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect(messageOf(() => readOwnText(png))).toMatch(/not text in UTF-8/);
  });

  test('a file too large is refused before it is decoded', () => {
    expect(messageOf(() => readOwnText(new Uint8Array(OWN_TEXT.bytes + 1)))).toMatch(/at most 5 MB/);
  });
});
