import { nodeGpu } from '../../headless/node_gpu';

/** Dawn objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

let opened: Promise<GPUDevice> | undefined;

async function open(): Promise<GPUDevice> {
  const adapter = await (await nodeGpu(['backend=null'])).requestAdapter();
  alive.push(adapter);
  if (!adapter) throw new Error('Dawn has no null adapter');
  const device = await adapter.requestDevice({ requiredFeatures: ['subgroups'] });
  device.addEventListener('uncapturederror', event => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return device;
}

/** A device that validates every call and computes nothing, with WebGPU's default limits. */
export function nullDevice(): Promise<GPUDevice> {
  opened ??= open();
  return opened;
}
