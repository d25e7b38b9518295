import { expect, test } from 'vitest';
import { firstNames } from '../../scripts/first-names.mjs';
import { mobyDick } from '../../scripts/moby-dick.mjs';

const text = mobyDick();

test('the book is whole and in reading order', () => {
  const places = Array.from({ length: 135 }, (_, i) => text.indexOf(`\nCHAPTER ${i + 1}.`));
  expect(places.every(place => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(text.startsWith('ETYMOLOGY.')).toBe(true);
  expect(text.trimEnd().endsWith('only found another orphan.')).toBe(true);
});

test('the text is 1.2 MB with line ends of one kind', () => {
  expect(Buffer.byteLength(text)).toBeGreaterThan(1_200_000);
  expect(Buffer.byteLength(text)).toBeLessThan(1_250_000);
  expect(text).not.toMatch(/\r|\n{3}|[ \t]\n/);
  expect(text.endsWith('.\n')).toBe(true);
});

test('first names are a few thousand, each once, one per line', () => {
  const names = firstNames().trimEnd().split('\n');
  expect(names.length).toBeGreaterThan(5_000);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every(name => /^\p{Lu}[\p{L}' -]+$/u.test(name))).toBe(true);
});
