import { builtWasm } from './build-wasm.mjs';

const NAME = 'virtual:wasm';

/**
 * Gives the engine the builds of src/wasm: `import { builds, parameters } from 'virtual:wasm'`. `builds` holds addresses that
 * `fetch` reads: files of the page, data in Node.
 *
 * It compiles before the server starts: a test or a headless program waits for a module a minute at most.
 *
 * @returns {Promise<import('vite').Plugin>}
 */
export async function wasmPlugin() {
  const { files, bytes, parameters } = await builtWasm();
  return {
    name: 'unroll:wasm',
    enforce: 'pre',
    resolveId: id => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return;
      const names = Object.keys(files);
      const known = `export const parameters = ${JSON.stringify(parameters)};`;
      if (this.environment.config.consumer === 'server') {
        const data = Object.entries(bytes).map(([name, content]) => {
          return [name, `data:application/wasm;base64,${content.toString('base64')}`];
        });
        return `${known}\nexport const builds = ${JSON.stringify(Object.fromEntries(data))};`;
      }
      const imports = Object.entries(files).map(
        ([name, file]) => `import ${name} from ${JSON.stringify(`${file}?url`)};`,
      );
      return `${imports.join('\n')}\n${known}\nexport const builds = { ${names.join(', ')} };`;
    },
  };
}
