import { allOf, defineKernel, u32 } from '../../kernel';
import { GROUP } from './matrix_scan_variants';

/**
 * Gradients of `gates` (B, L, H K), ln a of each key, from what `matrix_scan_backward` left: the sum over this and later tokens of
 * q dq - k dk, as in `matrix_scan_gates`, where it is summed over the keys, too. Each head has its own q and k.
 */
export const matrixScanDecays = defineKernel({
  name: 'matrix_scan_decays',
  buffers: { ...allOf('read', 'keys', 'dkeys'), dgates: 'overwrite' },
  dims: u32('B', 'L', 'H', 'K', 'key_stride', 'q', 'k'),
  work: ({ B, L, H, K }) => B * L * H * K * 4,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K }) => [Math.ceil((B * H * K) / GROUP), 1, 1],
  reference({ keys, dkeys, dgates }, { B, L, H, K, key_stride, q, k }) {
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < H * K; i++) {
        let later = 0;
        for (let t = L - 1; t >= 0; t--) {
          const token = b * L + t;
          const own = token * 2 * H * K + Math.floor(i / K) * K + i;
          later += keys[token * key_stride + q + i] * dkeys[own];
          later -= keys[token * key_stride + k + i] * dkeys[own + K];
          dgates[token * H * K + i] = later;
        }
      }
    }
  },
});
