import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { CUT } from './segments';
import {
  BACKWARD_GROUP,
  CHUNK,
  groupOf,
  SCANNED,
  SIZES,
  savedAt,
  sumColumns,
  summedAt,
  TILE,
} from './selective_scan_layout';
import { forwardProbe } from './selective_scan_probes';
import { forwardVariants, shapeClass } from './selective_scan_variants';

/** The most states of four channels that an invocation takes at a time in forward. */
const FORWARD_GROUP = 8;

/**
 * The selective scan of Mamba (Gu and Dao 2023) with its gate, within `rows`: columns y from columns z, u, delta, and from B, C of
 * `xdbl`. Columns delta are replaced by Δ = softplus(delta). Without `gated` there is no z.
 * With `save`, `states` has `savedStatesShape`; otherwise it is (B, segments, E, N), for the state between parts. With `carry`, `carried`
 * (B, E, N) is the state before and after the call.
 * L steps in one segment, or in several at once, which start from `starts` (B, segments, E, N): see selective_scan_segments.ts.
 */
export const selectiveScan = defineKernel({
  name: 'selective_scan',
  buffers: { rows: 'write', xdbl: 'read', A_log: 'read', D: 'read', states: 'write', starts: 'read', carried: 'write' },
  dims: { ...SCANNED, ...u32('z', 'y', 'gated', 'save', 'carry'), ...CUT },
  constants: dims => constants(dims, FORWARD_GROUP),
  work: ({ B, L, E, N }) => B * L * E * (14 * N + 30),
  time: { steps: ({ segment }) => segment, unit: () => CHUNK },
  grid: ({ B, E, segments }) => linearGrid(B * segments * Math.ceil(E / 4), TILE / 4),
  variants: forwardVariants,
  probe: forwardProbe,
  shapeClass,
  reference({ rows, xdbl, A_log, D, states, starts, carried }, dims) {
    const { B, L, E, N, stride, BC, BC_stride, gated, save, carry, segment, segments } = dims;
    for (let b = 0; b < B; b++) {
      for (let e = 0; e < E; e++) {
        const h = new Float64Array(N);
        const A = stateMatrix(A_log, e, N);
        if (carry) h.set(carried.subarray((b * E + e) * N, (b * E + e + 1) * N));
        for (let t = 0; t < L; t++) {
          if (segments > 1 && t % segment === 0) {
            const from = ((b * segments + t / segment) * E + e) * N;
            h.set(starts.subarray(from, from + N));
          }
          if (save && t % CHUNK === 0)
            h.forEach((value, n) => {
              states[savedAt(b, t, e, n, L, E, N)] = value;
            });
          const row = b * L + t;
          const at = row * stride + e;
          const delta = softplus(rows[at + dims.delta]);
          rows[at + dims.delta] = delta;
          const inB = row * BC_stride + BC;
          const u = rows[at + dims.u];
          advance(h, delta, delta * u, xdbl, inB, A);
          let y = D[e] * u;
          for (let n = 0; n < N; n++) y += h[n] * xdbl[inB + N + n];
          rows[at + dims.y] = gated ? y * rows[at + dims.z] * sigmoid(rows[at + dims.z]) : y;
        }
        if (carry) carried.set(h, (b * E + e) * N);
      }
    }
  },
});

/**
 * Adjoint of `selective_scan`, within `drows` (B·L, d_stride): reads the gradient of y from columns dy, and writes those of u and of
 * delta (before its softplus) to columns du and ddelta, and with `gated` that of z to columns dz.
 * The saved `states` are replaced by the sums of dB and dC over each tile of channels. dA_log (B, segments, E, N), dD (B, segments, E).
 * With several segments, dA_log first holds the adjoint that enters each after its last step: see selective_scan_segments.ts.
 */
export const selectiveScanBackward = defineKernel({
  name: 'selective_scan_backward',
  buffers: {
    ...allOf('read', 'rows', 'xdbl', 'A_log', 'D'),
    drows: 'overwrite',
    ...allOf('write', 'states', 'dA_log', 'dD'),
  },
  dims: { ...SCANNED, ...u32('z', 'd_stride', 'dy', 'du', 'ddelta', 'dz', 'gated'), ...CUT },
  constants: dims => ({ ...constants(dims, BACKWARD_GROUP), GROUPS: groupsOf(dims.N) }),
  work: ({ B, L, E, N }) => B * L * E * (40 * N + 60),
  // Steps are chunks. Between parts, the adjoint is in place of the states of two chunks.
  time: { steps: ({ segment }) => Math.ceil(segment / CHUNK), unit: () => 2 },
  grid: ({ B, E, segments }) => [Math.ceil(E / TILE), B, segments],
  reference({ rows, xdbl, A_log, D, drows, states, dA_log, dD }, dims) {
    const { B, L, E, N, stride, BC, BC_stride, d_stride, gated, segment, segments } = dims;
    const columns = sumColumns(N);
    const sums = new Float64Array(states.length);
    const entering = Float64Array.from(dA_log);
    dA_log.fill(0);
    dD.fill(0);
    for (let b = 0; b < B; b++) {
      for (let e = 0; e < E; e++) {
        const adjoint = new Float64Array(N);
        const A = stateMatrix(A_log, e, N);
        for (let start = Math.floor((L - 1) / CHUNK) * CHUNK; start >= 0; start -= CHUNK) {
          const steps = Math.min(CHUNK, L - start);
          const place = (b * segments + Math.floor(start / segment)) * E + e;
          const isLast = (start + steps) % segment === 0 || start + steps === L;
          if (segments > 1 && isLast) adjoint.set(entering.subarray(place * N, (place + 1) * N));
          const history = [Float64Array.from({ length: N }, (_, n) => states[savedAt(b, start, e, n, L, E, N)])];
          for (let t = 0; t < steps; t++) {
            const h = Float64Array.from(history[t]);
            const row = b * L + start + t;
            const at = row * stride + e;
            const delta = rows[at + dims.delta];
            advance(h, delta, delta * rows[at + dims.u], xdbl, row * BC_stride + BC, A);
            history.push(h);
          }
          for (let t = steps - 1; t >= 0; t--) {
            const row = b * L + start + t;
            const at = row * stride + e;
            const z = rows[at + dims.z];
            const u = rows[at + dims.u];
            const delta = rows[at + dims.delta];
            const gate = sigmoid(z);
            const to = row * d_stride + e;
            const dy = drows[to + dims.dy];
            const dout = gated ? dy * z * gate : dy;
            let out = D[e] * u;
            let into = 0;
            let ddelta = 0;
            const sum = summedAt(b, start + t, e, L, E, N);
            for (let n = 0; n < N; n++) {
              const inB = xdbl[row * BC_stride + BC + n];
              const outC = xdbl[row * BC_stride + BC + N + n];
              const decay = Math.exp(delta * A[n]);
              const g = outC * dout + adjoint[n];
              const pull = g * decay * history[t][n] * A[n];
              sums[sum + columns[n]] += g * delta * u;
              sums[sum + columns[N + n]] += dout * history[t + 1][n];
              out += outC * history[t + 1][n];
              into += g * inB;
              ddelta += pull;
              dA_log[place * N + n] += pull * delta;
              adjoint[n] = decay * g;
            }
            dD[place] += dout * u;
            if (gated) drows[to + dims.dz] = dy * out * gate * (1 + z * (1 - gate));
            drows[to + dims.du] = dout * D[e] + into * delta;
            drows[to + dims.ddelta] = (ddelta + into * u) * -Math.expm1(-delta);
          }
        }
      }
    }
    for (let b = 0; b < B; b++) {
      for (let t = 0; t < L; t++) {
        for (let e = 0; e < E; e += TILE) {
          const at = summedAt(b, t, e, L, E, N);
          for (const column of columns) states[at + column] = sums[at + column];
        }
      }
    }
  },
});

/** Sums what `selective_scan_backward` left in `states` over tiles: columns B and C of the gradient of xdbl. */
export const selectiveScanTiles = defineKernel({
  name: 'selective_scan_tiles',
  buffers: { states: 'read', dxdbl: 'overwrite' },
  dims: { ...SIZES, ...u32('BC', 'BC_stride') },
  constants: ({ N }) => ({ GROUP: groupOf(N, BACKWARD_GROUP), CHUNK, TILE }),
  grid: ({ B, L, N }) => linearGrid(B * L * 2 * N, 64),
  reference({ states, dxdbl }, { B, L, E, N, BC, BC_stride }) {
    for (let row = 0; row < B * L; row++) {
      const t = row % L;
      sumColumns(N).forEach((column, j) => {
        let sum = 0;
        for (let e = 0; e < E; e += TILE) sum += states[summedAt((row - t) / L, t, e, L, E, N) + column];
        dxdbl[row * BC_stride + BC + j] = sum;
      });
    }
  },
});

/** Groups of states that a workgroup of backward takes side by side: as many as fit its memory. */
function groupsOf(N: number): number {
  const width = groupOf(N, BACKWARD_GROUP);
  return [4, 3, 2].find(groups => N % (groups * width) === 0) ?? 1;
}

function constants({ N, E, gated }: Readonly<Record<'N' | 'E' | 'gated', number>>, group: number) {
  return { N, GROUP: groupOf(N, group), CHUNK, TILE, WHOLE: E % 4 === 0 ? 1 : 0, GATED: gated };
}

export function stateMatrix(A_log: Numbers, e: number, N: number): Float64Array {
  return Float64Array.from({ length: N }, (_, n) => -Math.exp(A_log[e * N + n]));
}

/** h of a channel after a token: `delta` is its step, `deltaU` is Δ u, and its B begins at `inB`. */
export function advance(
  h: Float64Array,
  delta: number,
  deltaU: number,
  xdbl: Numbers,
  inB: number,
  A: Float64Array,
): void {
  h.forEach((value, n) => {
    h[n] = Math.exp(delta * A[n]) * value + deltaU * xdbl[inB + n];
  });
}
