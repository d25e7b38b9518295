import { type Backend, type View, wholeOf } from './backend';
import { TwinBackend } from './backends/twin/twin';
import { BYTES, type HostArray } from './dtype';
import type { AnyKernel, Probe } from './kernel';
import { randomAt } from './random';

/** Tolerance relative to the largest value: far above rounding, far below the effect of a wrong operand. */
const TOLERANCE = 1e-3;

/** Whether a variant agrees on a backend with its kernel's twin, for the kernel's probe at the constants of `dims`. */
export async function agreesWithTwin(
  backend: Backend,
  variant: AnyKernel,
  dims: Readonly<Record<string, number>>,
): Promise<boolean> {
  const probe = variant.probe?.(dims);
  if (!probe) throw new Error(`${variant.name}: a kernel with variants needs a probe`);
  const expected = await runProbe(new TwinBackend(), variant, probe);
  const actual = await runProbe(backend, variant, probe);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.every((value, i) => Math.abs(value - (actual[i] ?? Number.NaN)) <= TOLERANCE * largest);
}

/** Runs a kernel on its probe. Returns all buffers afterwards, in order, without scratch. Throws where a dim is no number. */
export async function runProbe(
  backend: Backend,
  kernel: AnyKernel,
  { dims, elements, zeros, integers }: Probe,
): Promise<number[]> {
  const views: Record<string, View> = {};
  const [unknown] = Object.entries(dims).find(([, value]) => !Number.isFinite(value)) ?? [];
  // On WebAssembly such a dim becomes an address or a bound of a loop.
  if (unknown !== undefined) throw new Error(`the probe of ${kernel.name} has no number for ${unknown}`);
  try {
    for (const [order, name] of Object.keys(kernel.buffers).entries()) {
      const count = elements[name] ?? 0;
      const integer = integers?.[name];
      const dtype = integer === undefined ? 'f32' : 'i32';
      const view = wholeOf(await backend.allocate(`probe ${name}`, dtype, count * BYTES[dtype]));
      views[name] = view;
      backend.write(
        view,
        integer === undefined
          ? Float32Array.from({ length: count }, (_, i) => (zeros?.includes(name) ? 0 : 2 * randomAt(order, i, 0) - 1))
          : new Int32Array(count).fill(integer),
      );
    }
    const replay = await backend.prepare([{ dispatch: { kernel, buffers: {}, dims }, views, accumulate: 0 }]);
    try {
      await backend.submit([replay]);
      const results: HostArray[] = [];
      for (const [name, view] of Object.entries(views)) {
        if (kernel.buffers[name] !== 'scratch') results.push(await backend.read(view));
      }
      return results.flatMap(values => [...values]);
    } finally {
      backend.release(replay);
    }
  } finally {
    for (const { memory } of Object.values(views)) backend.free(memory);
  }
}
