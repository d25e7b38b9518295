import type { Backend, BackendKind } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { gpuBackend } from './gpu';
import { wasmBackend } from './wasm';

/** A backend of each kind. */
export const backends: Readonly<Record<BackendKind, () => Promise<Backend>>> = {
  twin: async () => new TwinBackend(),
  webgpu: gpuBackend,
  wasm: () => wasmBackend(),
};
