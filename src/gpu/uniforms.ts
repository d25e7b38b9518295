import type { PlacedDispatch } from './backend';

/** Bytes from one dispatch's Dims to the next: WebGPU's default uniform offset alignment. */
export const UNIFORM_STRIDE = 256;

/** Dims of all dispatches: scalars of four bytes in table order, then `accumulate`. */
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
    view.setUint32(at, accumulate, true);
  });
  return bytes;
}
