import source from '../../shaders/scan_step.wgsl?raw';
import { compose } from '../compose';
import { linearGrid } from '../grid';
import { defineKernel } from '../kernel';
import { sigmoid } from './recurrent';

/** dt_proj and selective_scan of one token in one, within rows (B, 5E): see models/mixers/mamba.ts and autodiff/fuse.ts. */
export const scanStep = defineKernel({
  name: 'scan_step',
  source: compose(source),
  buffers: {
    rows: 'write',
    xdbl: 'read',
    weight: 'read',
    bias: 'read',
    A_log: 'read',
    D: 'read',
    states: 'write',
  },
  dims: { B: 'u32', E: 'u32', N: 'u32', R: 'u32', gated: 'u32' },
  grid: ({ B, E }) => linearGrid(B * E, 64),
  reference({ rows, xdbl, weight, bias, A_log, D, states }, { B, E, N, R, gated }) {
    for (let i = 0; i < B * E; i++) {
      const [b, e] = [Math.floor(i / E), i % E];
      const [base, inputs] = [b * 5 * E + e, b * (R + 2 * N)];
      let low = bias[e];
      for (let r = 0; r < R; r++) low += weight[e * R + r] * xdbl[inputs + r];
      const delta = Math.max(low, 0) + Math.log1p(Math.exp(-Math.abs(low)));
      const [z, u] = [rows[base + E], rows[base + 2 * E]];
      let y = D[e] * u;
      for (let n = 0; n < N; n++) {
        const at = i * N + n;
        const decay = Math.exp(-delta * Math.exp(A_log[e * N + n]));
        states[at] = decay * states[at] + delta * u * xdbl[inputs + R + n];
        y += states[at] * xdbl[inputs + R + N + n];
      }
      rows[base + 4 * E] = gated ? y * z * sigmoid(z) : y;
    }
  },
});
