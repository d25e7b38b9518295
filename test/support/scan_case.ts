import { selectiveScan } from '../../src/autodiff/ops/selective_scan';
import { slice } from '../../src/autodiff/slice';
import type { Segments } from '../../src/gpu/kernels/scan/selective_scan_segments';
import { sizeOf } from '../../src/gpu/tensor';
import { placeColumns, takeColumns } from './columns';
import { randoms } from './numbers';
import type { Given, OpCase } from './op';

/** x is not among them: the convolution before the scan has made u of it. */
export type ScanInputs = Readonly<Record<'z' | 'u' | 'delta' | 'B' | 'C' | 'A_log' | 'D', Given>>;

export function whole(L: number): Segments {
  return { segment: L, segments: 1 };
}

/** Segments of as many steps. */
export function cutBy(segment: number, L: number): Segments {
  return { segment, segments: Math.ceil(L / segment) };
}

/** Columns of xdbl before those of the scan, and behind them. */
export const R = 3;
const BEHIND = 2;

export function widthOf(N: number): number {
  return R + 2 * N + BEHIND;
}

/** Without `z`: not gated. */
export function scanCase(
  { A_log, D, ...inputs }: Omit<ScanInputs, 'z'> & Partial<Pick<ScanInputs, 'z'>>,
  cut?: Segments,
): OpCase {
  const [B = 1, L = 1, E = 1] = inputs.u.shape;
  const [, N = 1] = A_log.shape;
  return {
    inputs,
    parameters: { A_log, D },
    record(tape, input, parameter) {
      const grad = tape.training ? tape.tensor('d rows', [B, L, 4 * E]) : undefined;
      const rows = { shape: [B, L, 5 * E], data: tape.tensor('rows', [B, L, 5 * E]), grad };
      const xdbl = tape.variable('xdbl', [B, L, widthOf(N)]);
      const gated = inputs.z !== undefined;
      if (gated) placeColumns(tape, input('z'), rows, E);
      placeColumns(tape, input('u'), rows, 2 * E);
      placeColumns(tape, input('delta'), rows, 3 * E);
      placeColumns(tape, input('B'), xdbl, R);
      placeColumns(tape, input('C'), xdbl, R + N);
      const BC = slice(xdbl, R, 2 * N);
      selectiveScan(tape, rows, { BC, A_log: parameter('A_log'), D: parameter('D'), gated, B, L, cut });
      return { y: takeColumns(tape, rows, 4 * E, E, 0) };
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

/** rows and xdbl as the kernels take them. */
export function packed({ z, u, delta, B, C }: ScanInputs): { rows: Float64Array; xdbl: Float64Array } {
  const [E = 1] = u.shape.slice(-1);
  const [N = 1] = B.shape.slice(-1);
  const count = sizeOf(u.shape) / E;
  const rows = new Float64Array(count * 5 * E);
  const xdbl = new Float64Array(count * widthOf(N));
  for (let row = 0; row < count; row++) {
    [z, u, delta].forEach(({ data }, column) => {
      for (let e = 0; e < E; e++) rows[(row * 5 + 1 + column) * E + e] = Number(data[row * E + e]);
    });
    [B, C].forEach(({ data }, column) => {
      for (let n = 0; n < N; n++) xdbl[row * widthOf(N) + R + column * N + n] = Number(data[row * N + n]);
    });
  }
  return { rows, xdbl };
}
