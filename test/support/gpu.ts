import { expect } from 'vitest';
import { nodeGpu } from '../../headless/node_gpu';
import { openDevice } from '../../src/gpu/backends/webgpu/device';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';

let opened: Promise<GPUDevice> | undefined;
let backend: Promise<WebGpuBackend> | undefined;

async function open(): Promise<GPUDevice> {
  const { device } = await openDevice(await nodeGpu());
  device.addEventListener('uncapturederror', event => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return device;
}

/** A device on this machine's adapter, one per process. Rejects if there is none, and so the test fails. */
export function gpuDevice(): Promise<GPUDevice> {
  opened ??= open();
  return opened;
}

/**
 * The backend on that device. All test files of a process share it and what it learns of the machine's speed. It cuts no submit,
 * because a cut leaves other numbers in scratch memory. test/gpu/cut.test.ts tests cuts.
 */
export function gpuBackend(): Promise<WebGpuBackend> {
  backend ??= gpuDevice().then(device => new WebGpuBackend(device, new Map(), Number.POSITIVE_INFINITY));
  return backend;
}

/** On a device of its own, which has no subgroups, while `use` runs. */
export async function withoutSubgroups(use: (backend: WebGpuBackend) => Promise<void>): Promise<void> {
  const adapter = await (await nodeGpu()).requestAdapter();
  const device = await adapter?.requestDevice();
  if (!device) throw new Error('no adapter here');
  expect(device.features.has('subgroups')).toBe(false);
  const backend = new WebGpuBackend(device);
  await use(backend);
  backend.destroy();
  device.destroy();
}
