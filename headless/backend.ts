import { NoDeviceError } from '../src/gpu/backends/webgpu/device';
import type { BackendChoice } from '../src/lab/worker/backend_choice';
import { type OpenBackend, openBackend } from '../src/lab/worker/open_backend';
import { nodeGpu } from './node_gpu';
import { nodeSource } from './node_wasm';
import { UsageError } from './usage';

/** The backend that --backend names. Throws UsageError where it names WebGPU and Dawn finds no adapter. */
export async function openHeadless(choice: BackendChoice): Promise<OpenBackend> {
  try {
    return await openBackend(
      {
        get gpu() {
          return nodeGpu();
        },
        wasm: nodeSource(),
      },
      { onError: fail, choice },
    );
  } catch (error) {
    if (!(error instanceof NoDeviceError)) throw error;
    throw new UsageError(
      `no WebGPU adapter (${error.message}); install Chromium for its software adapter, or use --backend wasm`,
    );
  }
}

function fail(message: string): void {
  console.error(`unroll: WebGPU: ${message.replaceAll('\n', ' ')}`);
  process.exitCode = 1;
}
