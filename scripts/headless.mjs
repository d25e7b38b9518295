/**
 * Runs headless/main.ts in Node: `npm run --silent headless -- <command> …`. See that file for the commands.
 * Vite loads it, since the engine imports its shaders with `?raw`; nothing but the program itself writes to standard output.
 */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { chooseSwiftshader } from './swiftshader.mjs';

chooseSwiftshader();

const server = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'silent',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { middlewareMode: true, watch: null, ws: false, hmr: false },
});

try {
  const { main } = await server.ssrLoadModule('/headless/main.ts');
  // Dawn's threads can keep Node alive, so the end is explicit.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (error instanceof Error) server.ssrFixStacktrace(error);
  console.error(error);
  process.exit(1);
}
