import { allOf, defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { advance, stateMatrix } from './selective_scan';

const GROUP = 64;

/**
 * x_proj, dt_proj, and selective_scan of one token in one, within rows (B, stride): y from u and z. autodiff/fuse.ts puts it where the
 * three follow each other. There are R + 2N columns, with δ from `delta` on, B and C from `BC` on. Of these, `projected` columns from
 * `selective` on are projection · u, and the others are `fixed`.
 */
export const scanStep = defineKernel({
  name: 'scan_step',
  buffers: { rows: 'write', ...allOf('read', 'projection', 'fixed', 'weight', 'bias', 'A_log', 'D'), states: 'write' },
  dims: u32('B', 'E', 'N', 'R', 'stride', 'u', 'z', 'y', 'delta', 'BC', 'selective', 'projected', 'gated'),
  constants: ({ N, R }) => ({ WIDTH: R + 2 * N }),
  grid: ({ B, E }) => [Math.ceil(E / GROUP), B, 1],
  reference({ rows, projection, fixed, weight, bias, A_log, D, states }, dims) {
    const { B, E, N, R, stride, delta: inDelta, BC, selective, projected, gated } = dims;
    for (let b = 0; b < B; b++) {
      const [z, u, y] = [dims.z, dims.u, dims.y].map(column => b * stride + column);
      const inputs = Float64Array.from(rows.subarray(u, u + E));
      const xdbl = Float64Array.from({ length: R + 2 * N }, (_, j) => {
        const own = j - selective;
        if (own < 0) return fixed[j];
        if (own >= projected) return fixed[j - projected];
        return inputs.reduce((sum, value, e) => sum + projection[own * E + e] * value, 0);
      });
      for (let e = 0; e < E; e++) {
        let low = bias[e];
        for (let r = 0; r < R; r++) low += weight[e * R + r] * xdbl[inDelta + r];
        const delta = softplus(low);
        const kept = (b * E + e) * N;
        const h = Float64Array.from(states.subarray(kept, kept + N));
        advance(h, delta, delta * inputs[e], xdbl, BC, stateMatrix(A_log, e, N));
        states.set(h, kept);
        const read = h.reduce((sum, value, n) => sum + value * xdbl[BC + N + n], D[e] * inputs[e]);
        rows[y + e] = gated ? read * rows[z + e] * sigmoid(rows[z + e]) : read;
      }
    }
  },
});
