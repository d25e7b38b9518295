import { gzipSync } from 'node:zlib';

/**
 * @typedef {{ type: string, fileName: string, code?: string, isEntry?: boolean, imports?: readonly string[] }} BundledFile
 * @typedef {{ name: string, kilobytes: number }} Size
 */

/** Text that every shader of a kernel has, and nothing else. */
const SHADER = '@compute';

/**
 * Fails a build whose entries load more script at once than `limit`. Scripts loaded later do not count.
 *
 * @param {string} what of the page
 * @param {number} limit gzipped kilobytes
 * @param {{ shaders: 'never' | 'later' }} may whether a script that is loaded later may hold shaders
 * @returns {import('vite').Plugin}
 */
export function bundleSizePlugin(what, limit, { shaders }) {
  return {
    name: 'unroll:bundle-size',
    apply: 'build',
    generateBundle(_options, bundle) {
      const first = firstLoad(bundle);
      const names = shaders === 'never' ? Object.keys(bundle) : first.map(({ name }) => name);
      const trouble = [tooLarge(what, limit, first), ...shadersIn(bundle, names)];
      for (const words of trouble) if (words) this.error(words);
    },
  };
}

/**
 * The scripts that the entries of a bundle load at once: the entries and all that they import, directly or not. Largest first.
 *
 * @param {Readonly<Record<string, BundledFile>>} bundle
 * @returns {Size[]}
 */
export function firstLoad(bundle) {
  const names = new Set(Object.values(bundle).flatMap(({ fileName, isEntry }) => (isEntry ? [fileName] : [])));
  // A walk through a set also visits what is added on the way.
  for (const name of names) for (const imported of bundle[name]?.imports ?? []) names.add(imported);
  return [...names]
    .map(name => ({ name, kilobytes: gzipSync(bundle[name]?.code ?? '').length / 1000 }))
    .toSorted((a, b) => b.kilobytes - a.kilobytes);
}

/**
 * @param {string} what
 * @param {number} limit
 * @param {readonly Size[]} sizes largest first
 */
export function tooLarge(what, limit, sizes) {
  const kilobytes = sizes.reduce((sum, size) => sum + size.kilobytes, 0);
  if (kilobytes <= limit) return undefined;
  const largest = sizes.slice(0, 5).map(size => `${size.name} ${size.kilobytes.toFixed(1)} kB`);
  return `${what} is ${kilobytes.toFixed(1)} kB of gzipped script; the limit is ${limit} kB. Load more of it when it is asked for. The largest: ${largest.join(', ')}.`;
}

/**
 * Says which of some scripts hold a shader.
 *
 * @param {Readonly<Record<string, BundledFile>>} bundle
 * @param {readonly string[]} names
 */
export function shadersIn(bundle, names) {
  return names.flatMap(name =>
    bundle[name]?.type === 'chunk' && bundle[name].code?.includes(SHADER)
      ? [
          `${name} holds a shader. The page runs none, and the worker loads them with WebGPU: find the import of gpu/wgsl/shader.`,
        ]
      : [],
  );
}
