import nnSource from '../../shaders/matmul_nn.wgsl?raw';
import ntSource from '../../shaders/matmul_nt.wgsl?raw';
import tnSource from '../../shaders/matmul_tn.wgsl?raw';
import { compose } from '../compose';
import { linearGrid } from '../grid';
import { defineKernel } from '../kernel';

/** a (M, K), b (N, K) -> c = a bᵀ (+ bias) (+ residual), (M, N). */
export const matmulNt = defineKernel({
  name: 'matmul_nt',
  source: compose(ntSource),
  buffers: { a: 'read', b: 'read', bias: 'read', residual: 'read', c: 'write' },
  dims: {
    M: 'u32',
    N: 'u32',
    K: 'u32',
    a_stride: 'u32',
    a_offset: 'u32',
    c_stride: 'u32',
    c_offset: 'u32',
    has_bias: 'u32',
    has_residual: 'u32',
  },
  grid: ({ M, N }) => linearGrid(M * N, 64),
  reference({ a, b, bias, residual, c }, { M, N, K, a_stride, a_offset, c_stride, c_offset, has_bias, has_residual }) {
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) {
        let sum = has_bias ? bias[n] : 0;
        for (let k = 0; k < K; k++) sum += a[m * a_stride + a_offset + k] * b[n * K + k];
        c[m * c_stride + c_offset + n] = has_residual ? sum + residual[m * N + n] : sum;
      }
    }
  },
});

/** a (M, K), b (K, N) -> c (+)= a b, (M, N). */
export const matmulNn = defineKernel({
  name: 'matmul_nn',
  source: compose(nnSource),
  buffers: { a: 'read', b: 'read', c: 'accumulate' },
  dims: { M: 'u32', N: 'u32', K: 'u32', a_stride: 'u32', a_offset: 'u32', c_stride: 'u32', c_offset: 'u32' },
  grid: ({ M, N }) => linearGrid(M * N, 64),
  reference({ a, b }, { M, N, K, a_stride, a_offset, c_stride, c_offset }, put) {
    const row = new Float64Array(N);
    for (let m = 0; m < M; m++) {
      row.fill(0);
      for (let k = 0; k < K; k++) {
        const left = a[m * a_stride + a_offset + k];
        for (let n = 0; n < N; n++) row[n] += left * b[k * N + n];
      }
      for (let n = 0; n < N; n++) put.c(m * c_stride + c_offset + n, row[n]);
    }
  },
});

/** Copies of the weight's gradient that `matmul_tn` leaves: enough to fill a GPU, few enough to add up. */
export function matmulSplits(M: number): number {
  return Math.max(1, Math.min(16, Math.ceil(M / 128)));
}

/** a (M, N), b (M, K) -> c (splits, N, K) with Σ_s c[s] = aᵀ b, and bias (splits, N) with Σ_s bias[s] = Σ_m a[m]. */
export const matmulTn = defineKernel({
  name: 'matmul_tn',
  source: compose(tnSource),
  buffers: { a: 'read', b: 'read', c: 'write', bias: 'write' },
  dims: {
    M: 'u32',
    N: 'u32',
    K: 'u32',
    a_stride: 'u32',
    a_offset: 'u32',
    b_stride: 'u32',
    b_offset: 'u32',
    splits: 'u32',
    has_bias: 'u32',
  },
  grid: ({ N, K, splits }) => linearGrid(splits * N * K, 64),
  reference({ a, b, c, bias }, { M, N, K, a_stride, a_offset, b_stride, b_offset, splits, has_bias }) {
    const span = Math.ceil(M / splits);
    c.fill(0);
    if (has_bias) bias.fill(0);
    for (let m = 0; m < M; m++) {
      const split = Math.floor(m / span);
      for (let n = 0; n < N; n++) {
        const left = a[m * a_stride + a_offset + n];
        if (has_bias) bias[split * N + n] += left;
        const base = (split * N + n) * K;
        for (let k = 0; k < K; k++) c[base + k] += left * b[m * b_stride + b_offset + k];
      }
    }
  },
});
