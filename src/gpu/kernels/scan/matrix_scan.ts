import { defineKernel, type Numbers } from '../../kernel';
import { DIMS, forwardHeld, groups, probeOf, shapeClass } from './matrix_scan_variants';

/** The decay at a place of `gates`. */
export function keptOf(gates: Numbers, gated: number, place: number): number {
  return gated > 0 ? Math.exp(gates[place]) : 1;
}

/** The values of a head at a token, V of them: what is there, and 1 behind it if the last row of S counts. */
export function valuesOf(values: Numbers, first: number, V: number, counts: number): Numbers {
  return counts ? Float64Array.of(...values.subarray(first, first + V - 1), 1) : values.subarray(first, first + V);
}

/**
 * The recurrence of a matrix S (V, K) in each of H heads: S = a S + w v kᵀ, y = S q. q and k are columns of `keys`, K for each of G
 * groups of heads; v is columns of `values`, V for each head; `gates` (B, L, gate_stride) is ln a, then w, of each head if `gated` is 1,
 * and ln a of each key of each head if it is 2. What has no gate is 1.
 * `state` (B, H, V, K) is S after the call; with `carry`, before it, too. y is (B, L, H, V).
 */
export const matrixScan = defineKernel({
  name: 'matrix_scan',
  buffers: { keys: 'read', values: 'read', gates: 'read', state: 'write', y: 'write' },
  dims: DIMS,
  work: ({ B, L, H, K, V }) => B * L * H * K * V * 6,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  variants: [forwardHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS } = probeOf(given);
    return { dims, elements: { ...elements, state: ofS, y: elements.values } };
  },
  reference({ keys, values, gates, state, y }, dims) {
    const { B, L, H, G, K, V, key_stride, q, k, value_stride, v, gated, gate_stride, counts, carry } = dims;
    if (!carry) state.fill(0, 0, B * H * V * K);
    for (let b = 0; b < B; b++) {
      for (let h = 0; h < H; h++) {
        const sharedBy = Math.floor((h * G) / H) * K;
        for (let t = 0; t < L; t++) {
          const token = b * L + t;
          const gate = token * gate_stride + h;
          const kept = (i: number): number => keptOf(gates, gated, gated === 2 ? gate + h * (K - 1) + i : gate);
          const weight = gated === 1 ? gates[gate + H] : 1;
          const value = valuesOf(values, token * value_stride + v + h * (V - counts), V, counts);
          for (let row = 0; row < V; row++) {
            const first = ((b * H + h) * V + row) * K;
            const written = weight * value[row];
            let sum = 0;
            for (let i = 0; i < K; i++) {
              state[first + i] = kept(i) * state[first + i] + written * keys[token * key_stride + k + sharedBy + i];
              sum += state[first + i] * keys[token * key_stride + q + sharedBy + i];
            }
            y[(token * H + h) * V + row] = sum;
          }
        }
      }
    }
  },
});
