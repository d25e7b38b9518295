import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOf, loadedWith, pathTo } from '../support/source';

test('no flow imports what only Vite can load: a flow runs in Node, which knows no glob', () => {
  const flows = filesOf('e2e', /\.ts$/);
  expect(flows.length).toBeGreaterThan(50);
  const globs = flows.flatMap(flow => {
    const loaded = loadedWith(flow);
    return [...loaded.keys()]
      .filter(file => /\.tsx?$/.test(file) && readFileSync(file, 'utf8').includes('import.meta.glob'))
      .map(file => pathTo(file, loaded));
  });
  expect(globs).toEqual([]);
});
