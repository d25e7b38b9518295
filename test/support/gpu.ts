import { create, globals } from 'webgpu';
import { openDevice } from '../../src/gpu/device';
import { WebGpuBackend } from '../../src/gpu/webgpu';

Object.assign(globalThis, globals);

/** Dawn objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

let backend: Promise<WebGpuBackend> | undefined;

async function open(): Promise<WebGpuBackend> {
  const gpu = create([]);
  alive.push(gpu);
  const { device } = await openDevice(gpu);
  alive.push(device);
  device.addEventListener('uncapturederror', event => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return new WebGpuBackend(device);
}

/** The backend on this machine's adapter, one per test file. Rejects, and so fails the test, where there is none. */
export function gpuBackend(): Promise<WebGpuBackend> {
  backend ??= open();
  return backend;
}
