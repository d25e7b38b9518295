import { fileURLToPath } from 'node:url';
import { engineFiles, engineFingerprint } from './engine-fingerprint.mjs';

const NAME = 'virtual:engine';
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Gives the fingerprint of the sources that compute: `import { build } from 'virtual:engine'`. The page and the headless program of one
 * commit have the same one.
 *
 * @returns {import('vite').Plugin}
 */
export function enginePlugin() {
  return {
    name: 'unroll:engine',
    resolveId: id => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return;
      for (const file of engineFiles(root)) this.addWatchFile(root + file);
      return `export const build = ${JSON.stringify(engineFingerprint(root))};`;
    },
  };
}
