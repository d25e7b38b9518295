import source from '../../../shaders/convolution/causal_conv.wgsl?raw';
import backwardSource from '../../../shaders/convolution/causal_conv_backward.wgsl?raw';
import { compose } from '../../compose';
import { linearGrid } from '../../grid';
import { defineKernel, type Numbers } from '../../kernel';

/** Largest K, as in the authors' CUDA kernel. */
export const MAX_TAPS = 4;

/** Most tokens of an invocation, so that a workgroup does not take long. */
const LONGEST = 4096;

/** Tokens that an invocation takes in training: at least 16, and more where there would be over 64 copies of dweight. */
export function convSegment(B: number, L: number): number {
  const segments = Math.max(Math.ceil(L / LONGEST), Math.min(Math.ceil(L / 16), Math.floor(32 / B)));
  return Math.ceil(L / segments);
}

/** Copies of the gradients of weight and bias that `causal_conv_backward` leaves. */
export function convCopies(B: number, L: number): number {
  return B * Math.ceil(L / convSegment(B, L));
}

/** Columns of x and u in a row of 5E: x, z, u, delta, y. */
const X = 0;
const U = 2;

/** Depthwise causal convolution and SiLU of Mamba, within `rows`: u = silu(conv(x) + bias). */
export const causalConv = defineKernel({
  name: 'causal_conv',
  source: compose(source),
  buffers: { rows: 'write', weight: 'read', bias: 'read', state: 'write' },
  dims: { B: 'u32', L: 'u32', E: 'u32', K: 'u32', segment: 'u32', carry: 'u32' },
  constants: ({ K }) => ({ K }),
  work: ({ B, L, E, K }) => B * L * E * (K + 24),
  grid: ({ B, L, E, segment }) => linearGrid(B * Math.ceil(L / segment) * E, 64),
  reference({ rows, weight, bias, state }, { B, L, E, K, carry }) {
    const input = (b: number, t: number, e: number): number => {
      if (t >= 0) return rows[((b * L + t) * 5 + X) * E + e];
      return carry ? state[(b * E + e) * (K - 1) + K - 1 + t] : 0;
    };
    for (let b = 0; b < B; b++) {
      for (let e = 0; e < E; e++) {
        for (let t = 0; t < L; t++) {
          let sum = bias[e];
          for (let k = 0; k < K; k++) sum += weight[e * K + k] * input(b, t - (K - 1) + k, e);
          rows[((b * L + t) * 5 + U) * E + e] = sum / (1 + Math.exp(-sum));
        }
        if (!carry) continue;
        const last = Array.from({ length: K - 1 }, (_, k) => input(b, L - (K - 1) + k, e));
        state.set(last, (b * E + e) * (K - 1));
      }
    }
  },
});

/** Adjoint of `causal_conv`, within `drows` (B·L, 4E): reads the gradient of u, writes that of x. */
export const causalConvBackward = defineKernel({
  name: 'causal_conv_backward',
  source: compose(backwardSource),
  buffers: { rows: 'read', weight: 'read', bias: 'read', drows: 'write', dweight: 'write', dbias: 'write' },
  dims: { B: 'u32', L: 'u32', E: 'u32', K: 'u32', segment: 'u32' },
  constants: ({ K }) => ({ K }),
  work: ({ B, L, E, K }) => B * L * E * (4 * K + 48),
  grid: ({ B, L, E, segment }) => linearGrid(B * Math.ceil(L / segment) * E, 64),
  reference({ rows, weight, bias, drows, dweight, dbias }, { B, L, E, K, segment }) {
    const at = (b: number, t: number, column: number): number => ((b * L + t) * 4 + column) * E;
    const segments = Math.ceil(L / segment);
    dweight.fill(0);
    dbias.fill(0);
    for (let b = 0; b < B; b++) {
      for (let t = 0; t < L; t++) drows.fill(0, at(b, t, X), at(b, t, X) + E);
      for (let t = 0; t < L; t++) {
        const copy = b * segments + Math.floor(t / segment);
        for (let e = 0; e < E; e++) {
          const ds = drows[at(b, t, U) + e] * siluSlope(preactivation(rows, weight, bias[e], b * L, t, e, E, K));
          dbias[copy * E + e] += ds;
          for (let k = Math.max(0, K - 1 - t); k < K; k++) {
            const from = t - (K - 1) + k;
            dweight[(copy * E + e) * K + k] += ds * rows[((b * L + from) * 5 + X) * E + e];
            drows[at(b, from, X) + e] += ds * weight[e * K + k];
          }
        }
      }
    }
  },
});

function preactivation(
  rows: Numbers,
  weight: Numbers,
  bias: number,
  start: number,
  t: number,
  e: number,
  E: number,
  K: number,
): number {
  let sum = bias;
  for (let k = Math.max(0, K - 1 - t); k < K; k++) {
    sum += weight[e * K + k] * rows[((start + t - (K - 1) + k) * 5 + X) * E + e];
  }
  return sum;
}

function siluSlope(x: number): number {
  const gate = 1 / (1 + Math.exp(-x));
  return gate * (1 + x * (1 - gate));
}
