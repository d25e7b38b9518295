import { Tape } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { HostArray } from '../../src/gpu/dtype';
import type { Kernel } from '../../src/gpu/kernel';
import { Plan } from '../../src/gpu/plan';
import { gpuBackend } from './gpu';
import { expectClose, type Tolerance } from './numbers';
import { wasmBackend } from './wasm';

/** Runs one kernel by itself. Returns every buffer after the run, by name. */
export async function runKernel<Buf extends string, Dim extends string>(
  backend: Backend,
  kernel: Kernel<Buf, Dim>,
  buffers: Readonly<Record<Buf, Float64Array | Int32Array>>,
  dims: Readonly<Record<Dim, number>>,
): Promise<Map<string, HostArray>> {
  const tape = new Tape({ training: true });
  const entries = Object.entries<Float64Array | Int32Array>(buffers).map(([name, values]) => ({
    name,
    values,
    tensor: tape.tensor(name, [values.length], 'persistent', values instanceof Int32Array ? 'i32' : 'f32'),
  }));
  const tensors = Object.fromEntries(entries.map(({ name, tensor }) => [name, tensor]));
  const plan = await Plan.make(backend, {
    lists: { once: [{ kernel, buffers: tensors, dims }] },
    placed: () => undefined,
  });
  for (const { tensor, values } of entries) plan.write(tensor, values);
  await plan.run(['once']);
  const results = new Map<string, HostArray>();
  for (const { name, tensor } of entries) results.set(name, await plan.read(tensor));
  plan.destroy();
  return results;
}

/** Fails if a buffer that the kernel writes on the GPU, or in WebAssembly, differs from the twin's. */
export async function compareKernel<Buf extends string, Dim extends string>(
  kernel: Kernel<Buf, Dim>,
  buffers: Readonly<Record<Buf, Float64Array | Int32Array>>,
  dims: Readonly<Record<Dim, number>>,
  tolerance: Tolerance,
): Promise<void> {
  const expected = await runKernel(new TwinBackend(), kernel, buffers, dims);
  for (const backend of [await gpuBackend(), await wasmBackend()]) {
    const actual = await runKernel(backend, kernel, buffers, dims);
    for (const [name, use] of Object.entries(kernel.buffers)) {
      if (use === 'read' || use === 'scratch') continue;
      const label = `${kernel.name}.${name} on ${backend.kind}`;
      expectClose(actual.get(name) ?? [], expected.get(name) ?? [], tolerance, label);
    }
  }
}
