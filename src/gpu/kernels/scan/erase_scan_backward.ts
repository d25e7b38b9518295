import { allOf, defineKernel, u32 } from '../../kernel';
import {
  ERASE_BACKWARD,
  ERASE_KEYS_BACKWARD,
  eraseErrorsHeld,
  eraseKeysHeld,
  eraseProbeOf,
  shapeClass,
} from './delta_scan_variants';
import { erasePlacesOf } from './erase_scan';
import { GROUP, groups } from './matrix_scan_variants';

/**
 * Adjoint of `erase_scan`, its first part, column by column of the adjoint G of S: dy (B, L, H, V) -> `derrors` (B, L, H, V), the
 * gradient of Sᵀ c, and columns dv of `dvalues`. `sums` (B, H, K, V) is for intermediate results.
 */
export const eraseScanErrors = defineKernel({
  name: 'erase_scan_errors',
  buffers: { ...allOf('read', 'keys', 'gates', 'dy'), derrors: 'write', dvalues: 'accumulate', sums: 'scratch' },
  dims: ERASE_BACKWARD,
  work: ({ B, L, H, K, V }) => B * L * H * K * V * 12,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  variants: [eraseErrorsHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofY } = eraseProbeOf(given);
    const { value_stride: d_stride, carry: _, ...sizes } = dims;
    const written = { derrors: ofY, dvalues: ofY, sums: ofS };
    return { dims: { ...sizes, d_stride, dv: 0 }, elements: { ...elements, dy: ofY, ...written } };
  },
  reference({ keys, gates, dy, derrors }, { d_stride, dv, ...sizes }, put) {
    const { B, L, H, K, V } = sizes;
    for (let head = 0; head < B * H; head++) {
      const at = erasePlacesOf(sizes, keys, gates, Math.floor(head / H), head % H);
      const G = new Float64Array(K);
      for (let j = 0; j < V; j++) {
        G.fill(0);
        for (let t = L - 1; t >= 0; t--) {
          const { token, query, read, erase, key, kept, out } = at(t);
          let [ofValue, ofRead] = [0, 0];
          for (let i = 0; i < K; i++) {
            G[i] += query[i] * dy[out + j];
            ofValue += key[i] * G[i];
            ofRead -= erase[i] * G[i];
          }
          derrors[out + j] = ofRead;
          put.dvalues(token * d_stride + dv + (head % H) * V + j, ofValue);
          for (let i = 0; i < K; i++) G[i] = kept[i] * G[i] + read[i] * ofRead;
        }
      }
    }
  },
});

/**
 * The second part, row by row of S and of G: `dkeys` (B, L, 4, H, K), the gradients of q, c, e, and k. With `carry`, `before`
 * (B, H, K, V) is S before the first token. `sums` (2, B, H, V, K) is for intermediate results.
 */
export const eraseScanKeys = defineKernel({
  name: 'erase_scan_keys',
  buffers: { ...allOf('read', 'keys', 'gates', 'errors', 'derrors', 'dy', 'before'), dkeys: 'write', sums: 'scratch' },
  dims: ERASE_KEYS_BACKWARD,
  work: ({ B, L, H, K, V }) => B * L * H * K * V * 24,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K }) => [H * groups(K), B, 2],
  variants: [eraseKeysHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofY } = eraseProbeOf(given);
    const { value_stride: _, ...sizes } = dims;
    const read = { errors: 2 * ofY, derrors: ofY, dy: ofY, before: ofS };
    return { dims: sizes, elements: { ...elements, ...read, dkeys: elements.keys, sums: 2 * ofS } };
  },
  reference({ keys, gates, errors, derrors, dy, before, dkeys }, { carry, ...sizes }) {
    const { B, L, H, K, V } = sizes;
    for (let head = 0; head < B * H; head++) {
      const at = erasePlacesOf(sizes, keys, gates, Math.floor(head / H), head % H);
      for (let i = 0; i < K; i++) {
        const row = new Float64Array(V);
        if (carry) row.set(before.subarray((head * K + i) * V, (head * K + i + 1) * V));
        for (let t = 0; t < L; t++) {
          const { keyOf, erase, key, kept, out, errorOf } = at(t);
          dkeys[keyOf(1) + i] = row.reduce((sum, own, j) => sum + own * derrors[out + j], 0);
          for (let j = 0; j < V; j++) {
            row[j] = kept[i] * row[j] - erase[i] * errors[errorOf(0) + j] + key[i] * errors[errorOf(1) + j];
          }
          dkeys[keyOf(0) + i] = row.reduce((sum, own, j) => sum + own * dy[out + j], 0);
        }
        row.fill(0);
        for (let t = L - 1; t >= 0; t--) {
          const { keyOf, query, read, kept, out, errorOf } = at(t);
          for (let j = 0; j < V; j++) row[j] += query[i] * dy[out + j];
          dkeys[keyOf(2) + i] = row.reduce((sum, own, j) => sum - own * errors[errorOf(0) + j], 0);
          dkeys[keyOf(3) + i] = row.reduce((sum, own, j) => sum + own * errors[errorOf(1) + j], 0);
          for (let j = 0; j < V; j++) row[j] = kept[i] * row[j] + read[i] * derrors[out + j];
        }
      }
    }
  },
});

/**
 * The third part: gradients of ln a, `dgates` (B, L, H K). The decay of a key at a token scales all that it and later tokens read under
 * this key of what earlier ones wrote: d ln a[t] is the sum over s >= t of q dq - e de - k dk, and over s > t of c dc.
 */
export const eraseScanDecays = defineKernel({
  name: 'erase_scan_decays',
  buffers: { ...allOf('read', 'keys', 'dkeys'), dgates: 'overwrite' },
  dims: u32('B', 'L', 'H', 'K'),
  work: ({ B, L, H, K }) => B * L * H * K * 8,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K }) => [Math.ceil((B * H * K) / GROUP), 1, 1],
  reference({ keys, dkeys, dgates }, { B, L, H, K }) {
    const width = H * K;
    for (let b = 0; b < B; b++) {
      for (let own = 0; own < width; own++) {
        let later = 0;
        for (let t = L - 1; t >= 0; t--) {
          const token = b * L + t;
          const product = (part: number): number => {
            const at = (token * 4 + part) * width + own;
            return keys[at] * dkeys[at];
          };
          later += product(0) - product(2) - product(3);
          dgates[token * width + own] = later;
          later += product(1);
        }
      }
    }
  },
});
