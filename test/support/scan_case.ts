import { selectiveScan } from '../../src/autodiff/ops/selective_scan';
import { type Slice, slice } from '../../src/autodiff/slice';
import type { Segments } from '../../src/gpu/kernels/scan/segments';
import { sizeOf } from '../../src/gpu/tensor';
import { placeColumns, takeColumns } from './columns';
import { randoms } from './numbers';
import type { Given, OpCase } from './op';

export type ScanInputs = Readonly<Record<'z' | 'u' | 'delta' | 'B' | 'C' | 'A_log' | 'D', Given>>;

export function whole(L: number): Segments {
  return { segment: L, segments: 1 };
}

/** Cuts L tokens into segments of `segment` tokens. */
export function cutBy(segment: number, L: number): Segments {
  return { segment, segments: Math.ceil(L / segment) };
}

/** Where the scan's columns lie in the rows of both tensors. Other columns lie around them. */
function placesOf(E: number, N: number) {
  return { y: 1, delta: 1 + E, z: 1 + 2 * E, u: 3 + 3 * E, stride: 4 + 4 * E, BC: 3, BC_stride: 5 + 2 * N };
}

/** Dims of all kernels of a scan whose gradients lie as their columns do. */
export function scanDims(B: number, L: number, E: number, N: number, gated = 1) {
  const { y, delta, z, u, stride, ...projected } = placesOf(E, N);
  const gradient = { d_stride: stride, dy: y, ddelta: delta, dz: z, du: u };
  return { B, L, E, N, stride, u, delta, z, y, ...projected, ...gradient, gated };
}

/** A selective scan as an op. Without `z` it is not gated. `h` is the state that it starts from. */
export function scanCase(
  { A_log, D, ...inputs }: Omit<ScanInputs, 'z'> & Partial<Pick<ScanInputs, 'z'>>,
  cut?: Segments,
  h?: Given,
): OpCase {
  const [B = 1, L = 1, E = 1] = inputs.u.shape;
  const [, N = 1] = A_log.shape;
  return {
    inputs,
    parameters: { A_log, D },
    carried: h && { h },
    record(tape, input, parameter, carried) {
      const at = placesOf(E, N);
      const rows = tape.variable('rows', [B, L, at.stride]);
      const xdbl = tape.variable('xdbl', [B, L, at.BC_stride]);
      const placed = (name: 'z' | 'u' | 'delta'): Slice => {
        placeColumns(tape, input(name), rows, at[name]);
        return slice(rows, at[name], E);
      };
      placeColumns(tape, input('B'), xdbl, at.BC);
      placeColumns(tape, input('C'), xdbl, at.BC + N);
      selectiveScan(tape, {
        u: placed('u'),
        delta: placed('delta'),
        z: inputs.z && placed('z'),
        y: slice(rows, at.y, E),
        BC: slice(xdbl, at.BC, 2 * N),
        A_log: parameter('A_log'),
        D: parameter('D'),
        state: h && carried('h'),
        cut,
      });
      return { y: takeColumns(tape, rows, at.y, E) };
    },
  };
}

export function randomScan(B: number, L: number, E: number, N: number): ScanInputs {
  const random = (shape: readonly number[], seed: number, scale: number): Given => ({
    shape,
    data: randoms(sizeOf(shape), seed, scale),
  });
  return {
    z: random([B, L, E], 1, 2),
    u: random([B, L, E], 2, 2),
    delta: random([B, L, E], 3, 3),
    B: random([B, L, N], 4, 1),
    C: random([B, L, N], 5, 1),
    A_log: random([E, N], 6, 1.5),
    D: random([E], 7, 1),
  };
}

/** The tensors rows and xdbl that the kernels take. */
export function packed({ z, u, delta, B, C }: ScanInputs): { rows: Float64Array; xdbl: Float64Array } {
  const [E = 1] = u.shape.slice(-1);
  const [N = 1] = B.shape.slice(-1);
  const count = sizeOf(u.shape) / E;
  const at = placesOf(E, N);
  const rows = new Float64Array(count * at.stride);
  const xdbl = new Float64Array(count * at.BC_stride);
  const put = (into: Float64Array, { data }: Given, width: number, stride: number, offset: number): void => {
    for (let i = 0; i < count * width; i++) {
      into[Math.floor(i / width) * stride + offset + (i % width)] = Number(data[i]);
    }
  };
  put(rows, z, E, at.stride, at.z);
  put(rows, u, E, at.stride, at.u);
  put(rows, delta, E, at.stride, at.delta);
  put(xdbl, B, N, at.BC_stride, at.BC);
  put(xdbl, C, N, at.BC_stride, at.BC + N);
  return { rows, xdbl };
}
