import type { Backend } from '../src/gpu/backend';
import { pageSource } from '../src/gpu/backends/wasm/page_source';
import type { BackendChoice } from '../src/lab/worker/backend_choice';
import { type OpenBackend, openBackend } from '../src/lab/worker/open_backend';
import type { AdapterReport } from '../src/lab/worker/protocol';

/** Ours by name of the side: all that a visitor of this machine can choose, first what the page chooses. */
export type OwnBackends = ReadonlyMap<string, Backend>;

export interface Opened {
  readonly own: OwnBackends;
  /** Name of the GPU's adapter, where there is one. */
  readonly adapter: string | undefined;
  readonly software: boolean;
  /** The build of `src/wasm` that this browser takes. */
  readonly wasmBuild: AdapterReport['wasmBuild'];
}

const machine = { gpu: navigator.gpu, wasm: pageSource() };
const onError = (message: string): void => console.error(`unroll: ${message}`);
const open = (choice: BackendChoice): Promise<OpenBackend> => openBackend(machine, { onError, choice });

const threads = (count: number): string => `Unroll on wasm (${count} ${count === 1 ? 'thread' : 'threads'})`;

/** Ours on WebGPU, and on wasm with all threads and with one. */
export async function openOwn(): Promise<Opened> {
  const { most } = machine.wasm;
  const gpu = await open({ backend: 'webgpu' }).catch(() => undefined);
  const wasm: [string, Backend][] = [];
  let wasmBuild: Opened['wasmBuild'];
  for (const count of new Set([most, 1])) {
    const { backend, report } = await open({ backend: 'wasm', threads: count });
    wasm.push([threads(count), backend]);
    wasmBuild = report.wasmBuild;
  }
  const webgpu: [string, Backend][] = gpu ? [['Unroll on WebGPU', gpu.backend]] : [];
  const software = gpu?.report.software ?? true;
  const own = new Map(software ? [...wasm, ...webgpu] : [...webgpu, ...wasm]);
  return { own, adapter: gpu?.report.adapter, software, wasmBuild };
}
