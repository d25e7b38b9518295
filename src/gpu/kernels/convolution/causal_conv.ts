import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';

/** The most tokens of an invocation, so that a workgroup does not take long. */
const LONGEST = 4096;

/** Tokens that an invocation takes in training: about 16, and more where 16 would make more than 32 copies of dweight. */
export function convSegment(B: number, L: number): number {
  const segments = Math.max(Math.ceil(L / LONGEST), Math.min(Math.ceil(L / 16), Math.floor(32 / B)));
  return Math.ceil(L / segments);
}

/** Copies of the gradients of weight and bias that `causal_conv_backward` leaves. */
export function convCopies(B: number, L: number): number {
  return B * Math.ceil(L / convSegment(B, L));
}

/** What of the convolution is not Mamba's: `plain`, no SiLU; `time_first`, weight (K, E). */
const KIND = u32('plain', 'time_first');

/** Tap k of channel e. */
function tapOf(
  weight: Numbers,
  { E, K, time_first }: { readonly E: number; readonly K: number; readonly time_first: number },
  e: number,
  k: number,
): number {
  return weight[time_first ? k * E + e : e * K + k];
}

/**
 * Depthwise causal convolution and SiLU, within `rows` (B·L, stride): E columns from u on = silu(conv(E columns from x on) + bias).
 * weight (E, 1, K), K at most 4; bias (E); see KIND; with `carry`, state (B, E, K-1).
 */
export const causalConv = defineKernel({
  name: 'causal_conv',
  buffers: { rows: 'write', weight: 'read', bias: 'read', state: 'write' },
  dims: { ...u32('B', 'L', 'E', 'K', 'stride', 'x', 'u', 'segment', 'carry'), ...KIND },
  constants: ({ K }) => ({ K }),
  work: ({ B, L, E, K }) => B * L * E * (K + 24),
  grid: ({ B, L, E, segment }) => linearGrid(B * Math.ceil(L / segment) * E, 64),
  reference({ rows, weight, bias, state }, { B, L, E, K, stride, x, u, carry, plain, time_first }) {
    const input = (b: number, t: number, e: number): number => {
      if (t >= 0) return rows[(b * L + t) * stride + x + e];
      return carry ? state[(b * E + e) * (K - 1) + K - 1 + t] : 0;
    };
    for (let b = 0; b < B; b++) {
      for (let e = 0; e < E; e++) {
        for (let t = 0; t < L; t++) {
          let sum = bias[e];
          for (let k = 0; k < K; k++) sum += tapOf(weight, { E, K, time_first }, e, k) * input(b, t - (K - 1) + k, e);
          rows[(b * L + t) * stride + u + e] = plain ? sum : sum * sigmoid(sum);
        }
        if (!carry) continue;
        const last = Array.from({ length: K - 1 }, (_, k) => input(b, L - (K - 1) + k, e));
        state.set(last, (b * E + e) * (K - 1));
      }
    }
  },
});

/**
 * Adjoint of `causal_conv`, within `drows` (B·L, d_stride): reads the gradient of u from columns du, writes that of x to columns dx.
 * With `carry`, `before` (B, E, K-1) has the inputs before the first token. dweight and dbias have `convCopies` copies to add up.
 */
export const causalConvBackward = defineKernel({
  name: 'causal_conv_backward',
  buffers: {
    ...allOf('read', 'rows', 'weight', 'bias', 'before'),
    drows: 'overwrite',
    ...allOf('write', 'dweight', 'dbias'),
  },
  dims: { ...u32('B', 'L', 'E', 'K', 'stride', 'x', 'd_stride', 'dx', 'du', 'segment', 'carry'), ...KIND },
  constants: ({ K }) => ({ K }),
  work: ({ B, L, E, K }) => B * L * E * (4 * K + 48),
  grid: ({ B, L, E, segment }) => linearGrid(B * Math.ceil(L / segment) * E, 64),
  reference({ rows, weight, bias, before, drows, dweight, dbias }, dims) {
    const { B, L, E, K, stride, x, d_stride, dx, du, segment, carry, plain, time_first } = dims;
    const input = (b: number, t: number, e: number): number => {
      if (t >= 0) return rows[(b * L + t) * stride + x + e];
      return carry ? before[(b * E + e) * (K - 1) + K - 1 + t] : 0;
    };
    const at = (b: number, t: number, column: number): number => (b * L + t) * d_stride + column;
    const segments = Math.ceil(L / segment);
    dweight.fill(0);
    dbias.fill(0);
    for (let b = 0; b < B; b++) {
      for (let t = 0; t < L; t++) drows.fill(0, at(b, t, dx), at(b, t, dx) + E);
      for (let t = 0; t < L; t++) {
        const copy = b * segments + Math.floor(t / segment);
        for (let e = 0; e < E; e++) {
          let sum = bias[e];
          for (let k = 0; k < K; k++) sum += tapOf(weight, dims, e, k) * input(b, t - (K - 1) + k, e);
          const ds = drows[at(b, t, du) + e] * (plain ? 1 : siluSlope(sum));
          dbias[copy * E + e] += ds;
          for (let k = 0; k < K; k++) {
            const from = t - (K - 1) + k;
            dweight[copy * E * K + (time_first ? k * E + e : e * K + k)] += ds * input(b, from, e);
            if (from >= 0) drows[at(b, from, dx) + e] += ds * tapOf(weight, dims, e, k);
          }
        }
      }
    }
  },
});

function siluSlope(x: number): number {
  const gate = sigmoid(x);
  return gate * (1 + x * (1 - gate));
}
