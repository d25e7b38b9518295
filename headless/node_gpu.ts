import { create, globals } from 'webgpu';

/** Dawn's objects must outlive their last use, or Node crashes. */
const alive: unknown[] = [];

const REST_MILLISECONDS = 0.25;

/** WebGPU in Node: Dawn, and its globals. `toggles`: of Dawn, as `name=value`. */
export function nodeGpu(toggles: string[] = []): GPU {
  Object.assign(globalThis, globals);
  const gpu = create(toggles);
  alive.push(gpu);
  if (alive.length === 1) restBetweenPolls();
  return gpu;
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
