import { NoDeviceError } from '../src/gpu/backends/webgpu/device';
import type { KernelPreferences } from '../src/lab/measure/kernel_preferences';
import type { BackendChoice } from '../src/lab/worker/backend_choice';
import { type OpenBackend, openBackend } from '../src/lab/worker/open_backend';
import { nodeGpu } from './node_gpu';
import { nodeSource } from './node_wasm';
import { UsageError } from './usage';

/**
 * The backend that --backend names, on a GPU with these kernels. Without a choice, says on standard error why there is no GPU, if there is none. Throws UsageError
 * where WebGPU is chosen, and Dawn is missing or finds no adapter.
 */
export async function openHeadless(choice: BackendChoice, preferences: KernelPreferences = {}): Promise<OpenBackend> {
  const { backend } = choice;
  try {
    const { gpu, missing } = backend === 'wasm' || backend === 'twin' ? {} : await findGpu();
    if (backend === 'webgpu' && missing) throw missing;
    const opened = await openBackend({ gpu, wasm: nodeSource() }, { onError: fail, choice, preferences });
    const { reason, adapter } = opened.report;
    if (backend === undefined && reason !== undefined)
      console.error(`unroll: no GPU: ${missing?.message ?? NO_ADAPTER}. Computing on: ${adapter}`);
    return opened;
  } catch (error) {
    if (!(error instanceof NoDeviceError)) throw error;
    const why = error.reason === 'no_adapter' ? NO_ADAPTER : error.message;
    throw new UsageError(`no WebGPU: ${why}. Or use --backend wasm`);
  }
}

const NO_ADAPTER = `Dawn finds no adapter${process.platform === 'linux' ? '; install a Vulkan driver' : ''}`;

async function findGpu(): Promise<{ gpu?: GPU; missing?: NoDeviceError }> {
  try {
    return { gpu: await nodeGpu() };
  } catch (error) {
    if (error instanceof NoDeviceError) return { missing: error };
    throw error;
  }
}

function fail(message: string): void {
  console.error(`unroll: WebGPU: ${message.replaceAll('\n', ' ')}`);
  process.exitCode = 1;
}
