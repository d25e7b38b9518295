import { type OpenBackend, openBackend } from '../src/lab/worker/open_backend';
import { nodeGpu } from './node_gpu';
import { UsageError } from './usage';

/** The backend named by --backend. Throws UsageError if Dawn finds no adapter. */
export async function openHeadless(wanted: 'webgpu' | 'cpu'): Promise<OpenBackend> {
  if (wanted === 'cpu') return openBackend(undefined, fail, 'cpu');
  try {
    return await openBackend(nodeGpu(), fail, 'webgpu');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`no WebGPU adapter (${why}); install Chromium for its software adapter, or use --backend cpu`);
  }
}

function fail(message: string): void {
  console.error(`unroll: WebGPU: ${message.replaceAll('\n', ' ')}`);
  process.exitCode = 1;
}
