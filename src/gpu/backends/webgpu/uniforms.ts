import type { PlacedDispatch } from '../../backend';
import type { Part } from '../../cut';
import { type AnyKernel, accumulating } from '../../kernel';

/** Bytes from one dispatch's Dims to the next: WebGPU's default uniform offset alignment. */
export const UNIFORM_STRIDE = 256;

/**
 * Dims of all dispatches: scalars of four bytes in table order; `accumulate`, if any buffer accumulates; then `partWords` for the whole
 * dispatch.
 */
export function packDims(dispatches: readonly PlacedDispatch[]): ArrayBuffer {
  const bytes = new ArrayBuffer(Math.max(1, dispatches.length) * UNIFORM_STRIDE);
  const view = new DataView(bytes);
  dispatches.forEach(({ dispatch, accumulate }, index) => {
    const { kernel, dims } = dispatch;
    let at = index * UNIFORM_STRIDE;
    for (const [name, type] of Object.entries(kernel.dims)) {
      const value = dims[name];
      if (value === undefined) throw new Error(`${kernel.name}: dim '${name}' is missing`);
      if (type === 'u32') view.setUint32(at, value, true);
      else view.setFloat32(at, value, true);
      at += 4;
    }
    if (accumulating(kernel).length > 0) view.setUint32(at, accumulate, true);
    new Uint32Array(bytes, index * UNIFORM_STRIDE + partOffset(kernel)).set(partWords(kernel, dims));
  });
  return bytes;
}

/** Where `partWords` begin in a dispatch's Dims, in bytes. */
export function partOffset(kernel: AnyKernel): number {
  return 4 * (Object.keys(kernel.dims).length + Math.min(1, accumulating(kernel).length));
}

/** Start and stop, if the kernel can stop in time; then the first workgroup of the part, and the whole grid (see `inParts`). */
export function partWords(
  kernel: AnyKernel,
  dims: Readonly<Record<string, number>>,
  part?: Part,
): Uint32Array<ArrayBuffer> {
  const time = kernel.time ? [part?.start ?? 0, part?.stop ?? kernel.time.steps(dims)] : [];
  return Uint32Array.of(...time, ...(part?.origin ?? [0, 0, 0]), ...kernel.grid(dims));
}
