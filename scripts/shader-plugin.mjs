import { readFile } from 'node:fs/promises';

/**
 * Removes the comments of shaders, which would be a third of the worker's script.
 *
 * @returns {import('vite').Plugin}
 */
export function shaderPlugin() {
  return {
    name: 'unroll:shaders',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      const [file = '', query] = id.split('?');
      if (!file.endsWith('.wgsl') || query !== 'raw') return;
      this.addWatchFile(file);
      return {
        code: `export default ${JSON.stringify(withoutComments(await readFile(file, 'utf8')))}`,
        moduleType: 'js',
      };
    },
  };
}

/**
 * Keeps directives (`//#import name`) and the indentation, by which `//#unroll` finds the end of its loop.
 *
 * @param {string} shader
 */
export function withoutComments(shader) {
  const lines = shader.split('\n').map(line => (/^ *\/\/#/.test(line) ? line : line.replace(/ *\/\/.*$/, '')));
  return `${lines.filter(line => line !== '').join('\n')}\n`;
}
