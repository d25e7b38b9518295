import { create, globals } from 'webgpu';
import { type OpenBackend, openBackend } from '../src/lab/open_backend';
import { UsageError } from './usage';

/** Dawn's objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

/** The backend named by --backend. Throws UsageError where Dawn finds no adapter. */
export async function openHeadless(wanted: 'webgpu' | 'cpu'): Promise<OpenBackend> {
  if (wanted === 'cpu') return openBackend(undefined, fail, 'cpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  alive.push(gpu);
  try {
    return await openBackend(gpu, fail, 'webgpu');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`no WebGPU adapter (${why}); install Chromium for its software adapter, or use --backend cpu`);
  }
}

function fail(message: string): void {
  console.error(`unroll: WebGPU: ${message.replaceAll('\n', ' ')}`);
  process.exitCode = 1;
}
