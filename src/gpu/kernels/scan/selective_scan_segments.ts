import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { CUT, cutTime, type Segments } from './segments';
import { advance, stateMatrix } from './selective_scan';
import { CHUNK, groupOf, SCANNED, TILE } from './selective_scan_layout';
import { adjointEndsProbe, endsProbe } from './selective_scan_probes';
import { adjointEndsVariants, endsVariants, shapeClass } from './selective_scan_variants';

/** Invocations of a workgroup, as in the shaders. */
const GROUP = 16;

/** The most states that an invocation takes at a time: the shaders are unrolled over them. */
const STATES = 8;

/** The segments of forward: see cutTime. */
export function scanSegments(B: number, L: number, E: number): Segments {
  return cutTime(L, B * Math.ceil(E / 4), GROUP, CHUNK);
}

/** The segments of backward: those of forward if one workgroup would take the whole scan, one segment otherwise. */
export function backwardSegments(B: number, L: number, E: number, cut: Segments): Segments {
  return B * Math.ceil(E / TILE) === 1 ? cut : { segment: L, segments: 1 };
}

/**
 * What a segment does to the state before it: ends (B, segments, E, N), the state after it if it began at zero, and totals
 * (B, segments, E), Σ Δ. The last segment of a sequence gets total 0, and its end is not written.
 */
export const selectiveScanEnds = defineKernel({
  name: 'selective_scan_ends',
  buffers: { rows: 'read', xdbl: 'read', A_log: 'read', ends: 'write', totals: 'write' },
  dims: { ...SCANNED, ...CUT },
  constants: ({ N }) => ({ N, GROUP: groupOf(N, STATES) }),
  work: ({ B, L, E, N }) => B * L * E * (14 * N + 20),
  time: { steps: ({ segment }) => segment },
  grid: ({ B, E, segments }) => linearGrid(B * segments * Math.ceil(E / 4), GROUP),
  variants: endsVariants,
  probe: endsProbe,
  shapeClass,
  reference({ rows, xdbl, A_log, ends, totals }, dims) {
    const { B, L, E, N, stride, BC, BC_stride, segment, segments } = dims;
    for (let s = 0; s < B * segments; s++) {
      const begin = Math.floor(s / segments) * L + (s % segments) * segment;
      if (s % segments === segments - 1) {
        totals.fill(0, s * E, (s + 1) * E);
        continue;
      }
      for (let e = 0; e < E; e++) {
        const h = new Float64Array(N);
        const A = stateMatrix(A_log, e, N);
        let total = 0;
        for (let row = begin; row < begin + segment; row++) {
          const at = row * stride + e;
          const delta = softplus(rows[at + dims.delta]);
          total += delta;
          advance(h, delta, delta * rows[at + dims.u], xdbl, row * BC_stride + BC, A);
        }
        ends.set(h, (s * E + e) * N);
        totals[s * E + e] = total;
      }
    }
  },
});

/**
 * `selective_scan_ends` for the adjoint, backward in time: an end is the exp(Δ A) g of a segment's first step if no adjoint enters after
 * its last step. That of the first segment is not written.
 */
export const selectiveScanAdjointEnds = defineKernel({
  name: 'selective_scan_adjoint_ends',
  buffers: { rows: 'read', xdbl: 'read', A_log: 'read', drows: 'read', ends: 'write' },
  dims: { ...SCANNED, ...u32('z', 'd_stride', 'dy', 'gated'), ...CUT },
  constants: ({ N, gated }) => ({ N, GROUP: groupOf(N, STATES), GATED: gated }),
  work: ({ B, L, E, N }) => B * L * E * (14 * N + 30),
  time: { steps: ({ segment }) => segment },
  grid: ({ B, E, segments }) => linearGrid(B * segments * Math.ceil(E / 4), GROUP),
  variants: adjointEndsVariants,
  probe: adjointEndsProbe,
  shapeClass,
  reference({ rows, xdbl, A_log, drows, ends }, dims) {
    const { B, L, E, N, stride, BC, BC_stride, d_stride, gated, segment, segments } = dims;
    for (let s = 0; s < B * segments; s++) {
      const first = (s % segments) * segment;
      if (first === 0) continue;
      const begin = Math.floor(s / segments) * L + first;
      for (let e = 0; e < E; e++) {
        const adjoint = new Float64Array(N);
        const A = stateMatrix(A_log, e, N);
        for (let row = begin + Math.min(segment, L - first) - 1; row >= begin; row--) {
          const z = rows[row * stride + dims.z + e];
          const delta = rows[row * stride + dims.delta + e];
          const dout = drows[row * d_stride + dims.dy + e] * (gated ? z * sigmoid(z) : 1);
          for (let n = 0; n < N; n++) {
            const outC = xdbl[row * BC_stride + BC + N + n];
            adjoint[n] = Math.exp(delta * A[n]) * (outC * dout + adjoint[n]);
          }
        }
        ends.set(adjoint, (s * E + e) * N);
      }
    }
  },
});

/**
 * Replaces the ends of segments by the state that each starts from. `reverse`: the same for the adjoint, from the last segment on.
 * `carried` (B, E, N) is read if `carry`.
 */
export const selectiveScanStarts = defineKernel({
  name: 'selective_scan_starts',
  buffers: { A_log: 'read', totals: 'read', carried: 'read', ends: 'write' },
  dims: u32('B', 'E', 'N', 'segments', 'carry', 'reverse'),
  grid: ({ B, E, N }) => linearGrid(B * E * N, 64),
  reference({ A_log, totals, carried, ends }, { B, E, N, segments, carry, reverse }) {
    const width = E * N;
    for (let i = 0; i < B * width; i++) {
      const state = i % width;
      const A = -Math.exp(A_log[state]);
      let h = carry ? carried[i] : 0;
      for (let done = 0; done < segments; done++) {
        const s = Math.floor(i / width) * segments + (reverse ? segments - 1 - done : done);
        const at = s * width + state;
        const end = ends[at];
        ends[at] = h;
        h = Math.exp(A * totals[s * E + Math.floor(state / N)]) * h + end;
      }
    }
  },
});
