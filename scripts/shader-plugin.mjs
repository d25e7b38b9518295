import { readFile } from 'node:fs/promises';

/**
 * Shaders as the page needs them: without their comments, which are a third of what the worker would load.
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
 * Directives (`//#import name`) stay, and so does the indentation, by which `//#unroll` finds the end of its loop.
 *
 * @param {string} shader
 */
export function withoutComments(shader) {
  const lines = shader.split('\n').map(line => (/^ *\/\/#/.test(line) ? line : line.replace(/ *\/\/.*$/, '')));
  return `${lines.filter(line => line !== '').join('\n')}\n`;
}
