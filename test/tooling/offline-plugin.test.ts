import { expect, test } from 'vitest';
import { keptFiles, versionOf, withVersion } from '../../scripts/offline-plugin.mjs';

test('the version changes with any name and content, and not with the order of the files', () => {
  const files: [string, string][] = [
    ['index.html', 'page'],
    ['assets/a.js', 'a'],
  ];
  const version = versionOf(new Map(files));
  expect(version).toMatch(/^[0-9a-f]{16}$/);
  expect(versionOf(new Map(files.toReversed()))).toBe(version);
  expect(versionOf(new Map([...files, ['b', '']]))).not.toBe(version);
  expect(versionOf(new Map([...files, ['index.html', 'pag']]))).not.toBe(version);
});

test('the page is kept under the address of its folder, and what hosts read is not kept', () => {
  expect(keptFiles(['index.html', '_headers', 'assets/a.js'])).toEqual(['./', 'assets/a.js']);
});

test('the page says its version', () => {
  const page = '<html><head></head><body></body></html>';
  expect(withVersion(page, 'abc')).toContain('<meta name="version" content="abc" />\n  </head>');
  expect(() => withVersion('<html></html>', 'abc')).toThrow('no head');
});
