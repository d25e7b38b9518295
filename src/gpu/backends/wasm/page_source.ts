import { builtSource } from './load';
import type { WasmSource } from './source';

/** Beyond this number, threads wait for each other longer than they work. */
const MOST_THREADS = 8;

/** The builds and threads of a page: several threads only where the page is cross-origin isolated. */
export function pageSource(): WasmSource {
  return {
    ...builtSource,
    most: self.crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1,
    spawn(start) {
      const worker = new Worker(new URL('./thread.ts', import.meta.url), { type: 'module', name: 'unroll-thread' });
      worker.postMessage(start);
      return { stop: () => worker.terminate() };
    },
  };
}
