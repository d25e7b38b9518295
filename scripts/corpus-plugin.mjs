import { corpora } from './corpora.mjs';

/**
 * Serves the texts that ship with the page: from memory in development, as files in the build.
 *
 * @returns {import('vite').Plugin}
 */
export function corpusPlugin() {
  return {
    name: 'unroll:corpus',
    configureServer(server) {
      for (const [name, text] of Object.entries(corpora)) {
        server.middlewares.use(`/corpora/${name}.txt`, (_request, response) => {
          response.setHeaders(
            new Map(
              Object.entries(server.config.server.headers ?? {}).map(([header, value]) => [header, String(value)]),
            ),
          );
          response.setHeader('Content-Type', 'text/plain; charset=utf-8');
          response.end(text());
        });
      }
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const [name, text] of Object.entries(corpora)) {
        this.emitFile({ type: 'asset', fileName: `corpora/${name}.txt`, source: text() });
      }
    },
  };
}
