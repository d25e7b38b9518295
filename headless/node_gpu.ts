import { createRequire } from 'node:module';
import { NoDeviceError } from '../src/gpu/backends/webgpu/device';

/** What the package `webgpu` gives: Dawn for Node. */
type Dawn = typeof import('webgpu');

/** Dawn's objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

const REST_MILLISECONDS = 0.25;

/** WebGPU in Node: Dawn, and its globals. `toggles`: of Dawn, as `name=value`. Throws NoDeviceError where Dawn cannot be loaded. */
export async function nodeGpu(toggles: string[] = []): Promise<GPU> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  const gpu = create(toggles);
  alive.push(gpu);
  if (alive.length === 1) restBetweenPolls();
  return gpu;
}

/** From the package, or from its library `dawn.node` beside this program. */
async function loadDawn(): Promise<Dawn> {
  try {
    return await import('webgpu');
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw new NoDeviceError('no_webgpu', `'webgpu': ${wordsOf(error)}`);
  }
  try {
    const beside: Dawn = createRequire(import.meta.url)('./dawn.node');
    return beside;
  } catch (error) {
    const missing = "the package 'webgpu' is not installed, and no dawn.node lies beside the program";
    const why = codeOf(error) === 'MODULE_NOT_FOUND' ? missing : `dawn.node: ${wordsOf(error)}`;
    throw new NoDeviceError('no_webgpu', why);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A waiting Dawn polls in every turn of the event loop, which costs an adapter on the CPU a core. */
function restBetweenPolls(): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  const rest = (): void => {
    Atomics.wait(never, 0, 0, REST_MILLISECONDS);
    setImmediate(rest).unref();
  };
  rest();
}
