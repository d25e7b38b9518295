/** Vite loads the headless programs, because the engine imports its shaders with `?raw`. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { chooseSwiftshader } from './swiftshader.mjs';
import { wasmPlugin } from './wasm-plugin.mjs';

/**
 * Runs `main` of a program with the command's arguments, and exits with its code: Dawn's threads can keep Node alive.
 *
 * @param {string} path of the program, from the root of the project
 */
export async function runHeadless(path) {
  chooseSwiftshader();
  const server = await createServer({
    configFile: false,
    plugins: [wasmPlugin()],
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'silent',
    appType: 'custom',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, watch: null, ws: false, hmr: false },
  });
  try {
    const { main } = await server.ssrLoadModule(path);
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof Error) server.ssrFixStacktrace(error);
    console.error(error);
    process.exit(1);
  }
}
