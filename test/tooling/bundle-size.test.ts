import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstLoad, shadersIn, tooLarge } from '../../scripts/bundle-size-plugin.mjs';

/** A script of random hexadecimal digits, which gzip shrinks to about half. */
const code = (bytes: number): string => randomBytes(bytes / 2).toString('hex');
const chunk = (fileName: string, bytes: number, imports: string[] = [], isEntry = false) => ({
  [fileName]: { type: 'chunk', fileName, code: code(bytes), imports, isEntry },
});
const bundle = {
  ...chunk('entry.js', 4000, ['shared.js'], true),
  ...chunk('shared.js', 20_000, ['deep.js']),
  ...chunk('deep.js', 2000, ['shared.js']),
  ...chunk('lazy.js', 90_000, ['shared.js']),
  'style.css': { type: 'asset', fileName: 'style.css' },
};

test('the first load is the entries and what they import, directly or not, each once', () => {
  const sizes = firstLoad(bundle);
  expect(sizes.map(({ name }) => name)).toEqual(['shared.js', 'entry.js', 'deep.js']);
  // Hexadecimal digits are half a byte each.
  expect(sizes[0]?.kilobytes).toBeGreaterThan(10);
  expect(sizes[0]?.kilobytes).toBeLessThan(13);
});

test('an error names the size, the limit, and the largest scripts', () => {
  const sizes = [
    { name: 'a.js', kilobytes: 130.04 },
    { name: 'b.js', kilobytes: 20 },
  ];
  expect(tooLarge('The first load', 151, sizes)).toBeUndefined();
  expect(tooLarge('The first load', 150, sizes)).toMatch(
    /^The first load is 150\.0 kB .* limit is 150 kB.* a\.js 130\.0 kB, b\.js 20\.0 kB\.$/,
  );
});

test('a shader is found in the scripts that are asked for', () => {
  const names = Object.keys(bundle);
  expect(shadersIn(bundle, names)).toEqual([]);
  const lazy = { type: 'chunk', fileName: 'lazy.js', code: 'const shader = "@compute @workgroup_size(1)"' };
  const more = { ...bundle, 'lazy.js': lazy };
  expect(shadersIn(more, names)).toEqual([expect.stringContaining('lazy.js holds a shader')]);
  expect(shadersIn(more, ['entry.js'])).toEqual([]);
});
