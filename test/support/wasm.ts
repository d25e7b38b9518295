import { nodeSource } from '../../headless/node_wasm';
import type { WasmBuild } from '../../src/gpu/backends/wasm/source';
import { WasmBackend } from '../../src/gpu/backends/wasm/wasm';
import type { Machine } from '../../src/lab/worker/open_backend';

const opened = new Map<string, Promise<WasmBackend>>();

/** src/wasm with so many threads, also on a machine with fewer cores; they share every launch that has several units; one backend of each kind per process. */
export function wasmBackend({ threads = 2, build = 'relaxed' as WasmBuild } = {}): Promise<WasmBackend> {
  const key = `${build} ${threads}`;
  const known = opened.get(key) ?? WasmBackend.open({ ...nodeSource(), most: threads }, { build, leastTogether: 1 });
  opened.set(key, known);
  return known;
}

/** A machine without WebGPU. */
export const noGpu: Machine = { gpu: undefined, wasm: nodeSource() };
