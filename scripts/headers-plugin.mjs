import { headers, headersFile } from './headers.mjs';

/**
 * Adds the headers of the built page to every response of the preview server, errors included, and to the build as `_headers`.
 *
 * @returns {import('vite').Plugin}
 */
export function headersPlugin() {
  return {
    name: 'unroll:headers',
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        next();
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}
