import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { builtSource } from '../src/gpu/backends/wasm/load';
import type { WasmSource } from '../src/gpu/backends/wasm/source';
import work from '../src/gpu/backends/wasm/work.mjs?raw';

// Node 20 has it switched off.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const program = `${work}\nimport { workerData } from 'node:worker_threads';\nattend(workerData);`;
const address = new URL(`data:text/javascript;base64,${Buffer.from(program).toString('base64')}`);

/** The builds of src/wasm and threads in Node. Threads do not keep it alive. */
export function nodeSource(): WasmSource {
  return {
    ...builtSource,
    most: availableParallelism(),
    spawn(start) {
      const worker = new Worker(address, { workerData: start });
      worker.unref();
      return { stop: () => void worker.terminate() };
    },
  };
}
