import { create, globals } from 'webgpu';
import { openDevice } from '../../src/gpu/device';
import { WebGpuBackend } from '../../src/gpu/webgpu';

Object.assign(globalThis, globals);

/** Dawn objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

let opened: Promise<GPUDevice> | undefined;
let backend: Promise<WebGpuBackend> | undefined;

async function open(): Promise<GPUDevice> {
  const gpu = create([]);
  alive.push(gpu);
  const { device } = await openDevice(gpu);
  device.addEventListener('uncapturederror', event => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return device;
}

/** A device on this machine's adapter, one per test file. Rejects, and so fails the test, where there is none. */
export function gpuDevice(): Promise<GPUDevice> {
  opened ??= open();
  return opened;
}

/** The backend on that device. */
export function gpuBackend(): Promise<WebGpuBackend> {
  backend ??= gpuDevice().then(device => new WebGpuBackend(device));
  return backend;
}
