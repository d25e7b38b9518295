import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { lanesOf } from '../lanes';
import { keptOf, valuesOf } from './matrix_scan';
import { backwardHeld, DIMS, groups, probeOf, shapeClass } from './matrix_scan_variants';

/**
 * Adjoint of `matrix_scan`: dy (B, L, H, V) -> columns dv of `dvalues`, and `dkeys` (B, L, H, 2K), the gradients of q and of w k for
 * each head. With `carry`, `before` (B, H, V, K) is S before the first token. `sums` (3, B, H, K, V) is for intermediate results.
 */
export const matrixScanBackward = defineKernel({
  name: 'matrix_scan_backward',
  buffers: {
    ...allOf('read', 'keys', 'values', 'gates', 'dy', 'before'),
    dkeys: 'write',
    dvalues: 'accumulate',
    sums: 'scratch',
  },
  dims: { ...DIMS, ...u32('d_stride', 'dv') },
  work: ({ B, L, H, K, V }) => B * L * H * K * V * 14,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K, V }) => [H * groups(Math.max(K, V)), B, 3],
  variants: [backwardHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS } = probeOf(given);
    const { keys, values } = elements;
    const own = { dy: values, before: ofS, dkeys: 2 * keys, dvalues: values, sums: 3 * ofS };
    return { dims: { ...dims, d_stride: dims.value_stride, dv: 0 }, elements: { ...elements, ...own } };
  },
  reference({ keys, values, gates, dy, before, dkeys }, dims, put) {
    const { B, L, H, G, K, V, key_stride, q, k, value_stride, v, d_stride, dv, gated, gate_stride, counts, carry } =
      dims;
    const valued = V - counts;
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      const sharedBy = Math.floor((h * G) / H) * K;
      const at = (t: number) => {
        const token = b * L + t;
        return {
          kept: (i: number) => keptOf(gates, gated, token * gate_stride + h + (gated === 2 ? h * (K - 1) + i : 0)),
          weight: gated === 1 ? gates[token * gate_stride + H + h] : 1,
          query: keys.subarray(token * key_stride + q + sharedBy, token * key_stride + q + sharedBy + K),
          key: keys.subarray(token * key_stride + k + sharedBy, token * key_stride + k + sharedBy + K),
          value: valuesOf(values, token * value_stride + v + h * valued, V, counts),
          out: dy.subarray((token * H + h) * V, (token * H + h + 1) * V),
          gradient: (token * H + h) * 2 * K,
          place: token * d_stride + dv + h * valued,
        };
      };
      const S = new Float64Array(V * K);
      if (carry) S.set(before.subarray(head * V * K, (head + 1) * V * K));
      for (let t = 0; t < L; t++) {
        const { kept, weight, key, value, out, gradient } = at(t);
        for (let i = 0; i < K; i++) {
          let sum = 0;
          for (let j = 0; j < V; j++) {
            S[j * K + i] = kept(i) * S[j * K + i] + weight * key[i] * value[j];
            sum += S[j * K + i] * out[j];
          }
          dkeys[gradient + i] = sum;
        }
      }
      const D = new Float64Array(V * K);
      for (let t = L - 1; t >= 0; t--) {
        const { kept, weight, query, key, value, out, gradient, place } = at(t);
        for (let j = 0; j < V; j++) for (let i = 0; i < K; i++) D[j * K + i] += query[i] * out[j];
        for (let i = 0; i < K; i++) {
          let sum = 0;
          for (let j = 0; j < V; j++) sum += D[j * K + i] * value[j];
          dkeys[gradient + K + i] = sum;
        }
        for (let j = 0; j < valued; j++) {
          let sum = 0;
          for (let i = 0; i < K; i++) sum += D[j * K + i] * key[i];
          put.dvalues(place + j, weight * sum);
        }
        for (let i = 0; i < D.length; i++) D[i] *= kept(i % K);
      }
    }
  },
});

/** Columns dq and dk of drows (rows, d_stride): sums what `matrix_scan_backward` left in `dkeys` over the heads of each group. */
export const matrixScanKeys = defineKernel({
  name: 'matrix_scan_keys',
  buffers: { gates: 'read', dkeys: 'read', drows: 'accumulate' },
  dims: u32('rows', 'H', 'G', 'K', 'd_stride', 'dq', 'dk', 'gated', 'gate_stride'),
  work: ({ rows, H, K }) => rows * H * K * 4,
  grid: ({ rows, G, K }) => linearGrid(rows * G * 2 * K, 64),
  reference({ gates, dkeys }, { rows, H, G, K, d_stride, dq, dk, gated, gate_stride }, put) {
    for (let row = 0; row < rows; row++) {
      for (let set = 0; set < G; set++) {
        for (let i = 0; i < K; i++) {
          let [ofQuery, ofKey] = [0, 0];
          for (let h = (set * H) / G; h < ((set + 1) * H) / G; h++) {
            const at = (row * H + h) * 2 * K + i;
            ofQuery += dkeys[at];
            ofKey += (gated === 1 ? gates[row * gate_stride + H + h] : 1) * dkeys[at + K];
          }
          put.drows(row * d_stride + dq + set * K + i, ofQuery);
          put.drows(row * d_stride + dk + set * K + i, ofKey);
        }
      }
    }
  },
});

/** Gradients of `gates` (B, L, 2H), ln a and w of each head, from what `matrix_scan_backward` left. */
export const matrixScanGates = defineKernel({
  name: 'matrix_scan_gates',
  buffers: { keys: 'read', gates: 'read', dkeys: 'read', dgates: 'overwrite' },
  dims: u32('B', 'L', 'H', 'G', 'K', 'key_stride', 'q', 'k'),
  work: ({ B, L, H, K }) => B * L * H * K * 4,
  time: { steps: ({ L }) => L },
  constants: ({ K }) => ({ LANES: lanesOf(K) }),
  grid: ({ B, H }) => [H, B, 1],
  reference({ keys, gates, dkeys, dgates }, { B, L, H, G, K, key_stride, q, k }) {
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      const sharedBy = Math.floor((h * G) / H) * K;
      let later = 0;
      for (let t = L - 1; t >= 0; t--) {
        const token = b * L + t;
        const row = token * key_stride + sharedBy;
        let [taken, given] = [0, 0];
        for (let i = 0; i < K; i++) {
          const at = (token * H + h) * 2 * K + i;
          taken += keys[row + q + i] * dkeys[at];
          given += keys[row + k + i] * dkeys[at + K];
        }
        later += taken - gates[token * 2 * H + H + h] * given;
        dgates[token * 2 * H + h] = later;
        dgates[token * 2 * H + H + h] = given;
      }
    }
  },
});
