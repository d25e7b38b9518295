import { MOBY_DICK_PATH, mobyDick } from './moby-dick.mjs';

/**
 * Serves the texts that ship with the page: from memory while developing, as a file of the build.
 *
 * @returns {import('vite').Plugin}
 */
export function corpusPlugin() {
  return {
    name: 'unroll:corpus',
    configureServer(server) {
      server.middlewares.use(`/${MOBY_DICK_PATH}`, (_request, response) => {
        response.setHeaders(
          new Map(Object.entries(server.config.server.headers ?? {}).map(([name, value]) => [name, String(value)])),
        );
        response.setHeader('Content-Type', 'text/plain; charset=utf-8');
        response.end(mobyDick());
      });
    },
    generateBundle() {
      if (this.environment.name === 'client') {
        this.emitFile({ type: 'asset', fileName: MOBY_DICK_PATH, source: mobyDick() });
      }
    },
  };
}
