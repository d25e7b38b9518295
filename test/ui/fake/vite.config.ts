import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../../..');

const pretend = (): Plugin => ({
  name: 'pretend',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('src/lab/client.ts')) return code.replace("'./worker.ts'", "'../../test/ui/fake/worker.ts'");
    return undefined;
  },
});

/** The page with a worker that only pretends, for looking at it: `npx vite build -c test/ui/fake/vite.config.ts`. */
export default defineConfig({
  root,
  plugins: [react(), pretend()],
  worker: { format: 'es', plugins: () => [pretend()] },
  build: { outDir: '/tmp/unroll-fake', emptyOutDir: true },
});
