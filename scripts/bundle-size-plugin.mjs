import { gzipSync } from 'node:zlib';

/**
 * Warns when the script that the page loads at once, workers not counted, grows beyond a limit.
 *
 * @param {number} limit gzipped kilobytes
 * @returns {import('vite').Plugin}
 */
export function bundleSizePlugin(limit) {
  return {
    name: 'unroll:bundle-size',
    apply: 'build',
    generateBundle(_options, bundle) {
      const waiting = Object.values(bundle)
        .filter(file => file.type === 'chunk' && file.isEntry)
        .map(file => file.fileName);
      const first = new Set(waiting);
      let bytes = 0;
      for (const name of first) {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk') continue;
        bytes += gzipSync(chunk.code).length;
        for (const imported of chunk.imports) first.add(imported);
      }
      const kilobytes = Math.round(bytes / 1000);
      if (kilobytes > limit) {
        this.warn(
          `The first load is ${kilobytes} kB of gzipped script; the limit is ${limit} kB. Load more when asked for.`,
        );
      }
    },
  };
}
