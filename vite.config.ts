import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleSizePlugin } from './scripts/bundle-size-plugin.mjs';
import { corpusPlugin } from './scripts/corpus-plugin.mjs';
import { enginePlugin } from './scripts/engine-plugin.mjs';
import { firstLoadGroup } from './scripts/first-load-group.mjs';
import { isolation } from './scripts/headers.mjs';
import { headersPlugin } from './scripts/headers-plugin.mjs';
import { noEvalPlugin } from './scripts/no-eval-plugin.mjs';
import { offlinePlugin } from './scripts/offline-plugin.mjs';
import { shaderPlugin } from './scripts/shader-plugin.mjs';
import { wasmPlugin } from './scripts/wasm-plugin.mjs';

/** What a worker of eight mixers may be, and what each further one may add; gzipped kilobytes. */
const [EIGHT_MIXERS, EACH_MORE] = [160, 6];
const mixers = readdirSync(new URL('src/models/mixers', import.meta.url)).length;

export default defineConfig({
  // One page, its state in the hash: an unknown path is a 404, not the page again.
  appType: 'mpa',
  // Addresses within the build are relative, so that any folder of a host can hold it.
  base: './',
  plugins: [
    react(),
    noEvalPlugin(),
    enginePlugin(),
    wasmPlugin(),
    corpusPlugin(),
    headersPlugin(),
    offlinePlugin(),
    bundleSizePlugin('The first load of the page', 260, { shaders: 'never' }),
  ],
  resolve: {
    alias: {
      // The package that locks the page's scroll puts a style element in, which the policy forbids.
      'react-style-singleton': fileURLToPath(new URL('src/ui/kit/style_singleton.ts', import.meta.url)),
    },
  },
  // The plugins measure what counts, gzipped; Vite's own limit is on single chunks.
  build: {
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { output: { codeSplitting: { groups: [firstLoadGroup('page')] } } },
  },
  worker: {
    format: 'es',
    plugins: () => [
      noEvalPlugin(),
      enginePlugin(),
      shaderPlugin(),
      wasmPlugin(),
      bundleSizePlugin('The worker', EIGHT_MIXERS + EACH_MORE * (mixers - 8), { shaders: 'later' }),
    ],
  },
  // Hot reloading needs scripts inside the page, so the policy is for the built page alone.
  server: { headers: isolation },
  preview: { port: 4747, strictPort: false },
});
