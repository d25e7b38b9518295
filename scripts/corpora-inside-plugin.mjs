import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { corpora } from './corpora.mjs';

/** The best one takes ten times as long and saves a tenth. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const file = fileURLToPath(new URL('corpora.mjs', import.meta.url));

/**
 * Puts the texts themselves, compressed, in the place of `scripts/corpora.mjs`, which reads them from their npm packages.
 *
 * @returns {import('vite').Plugin}
 */
export function corporaInsidePlugin() {
  return {
    name: 'unroll:corpora-inside',
    enforce: 'pre',
    load(id) {
      if (id !== file) return;
      const texts = Object.entries(corpora).map(([name, text]) => [
        name,
        brotliCompressSync(text(), QUALITY).toString('base64'),
      ]);
      return [
        "import { brotliDecompressSync } from 'node:zlib';",
        "const read = text => () => brotliDecompressSync(Buffer.from(text, 'base64')).toString();",
        `const texts = ${JSON.stringify(Object.fromEntries(texts))};`,
        'export const corpora = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, read(text)]));',
      ].join('\n');
    },
  };
}
