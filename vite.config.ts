import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleSizePlugin } from './scripts/bundle-size-plugin.mjs';
import { corpusPlugin } from './scripts/corpus-plugin.mjs';

// Cross-origin isolation gives `performance.now()` its finest grain, which the latency charts live on.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
};

export default defineConfig({
  // One page, its state in the hash: an unknown path is a 404, not the page again.
  appType: 'mpa',
  plugins: [react(), corpusPlugin(), bundleSizePlugin(400)],
  // The plugin above measures what counts, gzipped; Vite's own limit is on single chunks.
  build: { outDir: 'dist', chunkSizeWarningLimit: 4000 },
  worker: { format: 'es' },
  server: { headers },
  preview: { port: 4747, strictPort: false, headers },
});
