import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { enginePlugin } from './engine-plugin.mjs';
import { shaderPlugin } from './shader-plugin.mjs';
import { wasmPlugin } from './wasm-plugin.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles a headless program into one file for Node: shaders, src/wasm, and all packages are inside, except `webgpu`, which is
 * native code.
 *
 * @param {object} bundle
 * @param {string} bundle.program from the root of the project
 * @param {string} bundle.folder to write to
 * @param {string} bundle.file
 * @param {boolean} [bundle.mapped] stack traces name the sources
 * @param {import('vite').Plugin[]} [bundle.plugins] further ones
 */
export async function bundleHeadless({ program, folder, file, mapped = false, plugins = [] }) {
  await build({
    configFile: false,
    root,
    // A program that is loaded has standard output to itself.
    logLevel: 'error',
    plugins: [enginePlugin(), wasmPlugin(), shaderPlugin(), ...plugins],
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: program,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20.19',
      minify: false,
      sourcemap: mapped ? 'inline' : false,
      rolldownOptions: { checks: { pluginTimings: false }, output: { codeSplitting: false, entryFileNames: file } },
    },
  });
}
