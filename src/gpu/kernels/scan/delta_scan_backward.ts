import { allOf, defineKernel, u32 } from '../../kernel';
import { lanesOf } from '../lanes';
import { placesOf } from './delta_scan';
import { BACKWARD, deltaErrorsHeld, deltaKeysHeld, KEYS_BACKWARD, probeOf, shapeClass } from './delta_scan_variants';
import { groups } from './matrix_scan_variants';

/**
 * Adjoint of `delta_scan`, its first part, column by column of the adjoint G of S: dy (B, L, H, V) -> `derrors` (B, L, R, H, V), Gᵀ k of
 * each write, and columns dv of `dvalues`, β Gᵀ k. `sums` (B, H, K, V) is for intermediate results.
 */
export const deltaScanErrors = defineKernel({
  name: 'delta_scan_errors',
  buffers: { ...allOf('read', 'keys', 'gates', 'dy'), derrors: 'write', dvalues: 'accumulate', sums: 'scratch' },
  dims: BACKWARD,
  work: ({ B, L, H, K, V, R }) => B * L * H * K * V * (4 + 6 * R),
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  variants: [deltaErrorsHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofErrors, ofY } = probeOf(given);
    const { B, L, H, K, V, R, value_stride } = dims;
    const { keys, gates } = elements;
    return {
      dims: { B, L, H, K, V, R, d_stride: value_stride, dv: 0 },
      elements: { keys, gates, dy: ofY, derrors: ofErrors, dvalues: ofErrors, sums: ofS },
    };
  },
  reference({ keys, gates, dy, derrors }, { d_stride, dv, ...sizes }, put) {
    const { B, L, H, K, V, R } = sizes;
    for (let head = 0; head < B * H; head++) {
      const at = placesOf({ ...sizes, value_stride: d_stride, v: dv }, keys, Math.floor(head / H), head % H);
      const G = new Float64Array(K);
      for (let j = 0; j < V; j++) {
        G.fill(0);
        for (let t = L - 1; t >= 0; t--) {
          const { query, keyOf, gate, written, errorOf, out } = at(t);
          for (let i = 0; i < K; i++) G[i] += query[i] * dy[out + j];
          for (let r = R - 1; r >= 0; r--) {
            const key = keyOf(r);
            const beta = gates[gate + (1 + r) * H];
            let pull = 0;
            for (let i = 0; i < K; i++) pull += key[i] * G[i];
            derrors[errorOf(r) + j] = pull;
            put.dvalues(written(r) + j, beta * pull);
            for (let i = 0; i < K; i++) G[i] -= beta * key[i] * pull;
          }
          for (let i = 0; i < K; i++) G[i] *= Math.exp(gates[gate]);
        }
      }
    }
  },
});

/**
 * The second part, row by row of S and of G: `dkeys` (B, L, 1 + 2R, H, K), the gradient of q, then that of each k through the errors,
 * then that of each k through the writes; both add up. With `carry`, `before` (B, H, K, V) is S before the first token. `sums`
 * (2, B, H, V, K) is for intermediate results.
 */
export const deltaScanKeys = defineKernel({
  name: 'delta_scan_keys',
  buffers: {
    ...allOf('read', 'keys', 'gates', 'errors', 'derrors', 'dy', 'before'),
    dkeys: 'write',
    sums: 'scratch',
  },
  dims: KEYS_BACKWARD,
  work: ({ B, L, H, K, V, R }) => B * L * H * K * V * (8 + 10 * R),
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K }) => [H * groups(K), B, 2],
  variants: [deltaKeysHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofErrors, ofY } = probeOf(given);
    const { B, L, H, K, V, R, carry } = dims;
    const { keys, gates } = elements;
    const own = {
      keys,
      gates,
      errors: ofErrors,
      derrors: ofErrors,
      dy: ofY,
      before: ofS,
      dkeys: B * L * (1 + 2 * R) * H * K,
    };
    return { dims: { B, L, H, K, V, R, carry }, elements: { ...own, sums: 2 * ofS } };
  },
  reference({ keys, gates, errors, derrors, dy, before, dkeys }, { carry, ...sizes }) {
    const { B, L, H, K, V, R } = sizes;
    for (let head = 0; head < B * H; head++) {
      const at = placesOf({ ...sizes, value_stride: 0, v: 0 }, keys, Math.floor(head / H), head % H);
      for (let i = 0; i < K; i++) {
        const row = new Float64Array(V);
        if (carry) row.set(before.subarray((head * K + i) * V, (head * K + i + 1) * V));
        for (let t = 0; t < L; t++) {
          const { keyOf, gate, errorOf, out, gradientOf } = at(t);
          for (let j = 0; j < V; j++) row[j] *= Math.exp(gates[gate]);
          for (let r = 0; r < R; r++) {
            const beta = gates[gate + (1 + r) * H];
            const first = errorOf(r);
            dkeys[gradientOf(1 + r) + i] = row.reduce((sum, own, j) => sum - beta * own * derrors[first + j], 0);
            for (let j = 0; j < V; j++) row[j] += beta * keyOf(r)[i] * errors[first + j];
          }
          dkeys[gradientOf(0) + i] = row.reduce((sum, own, j) => sum + own * dy[out + j], 0);
        }
        row.fill(0);
        for (let t = L - 1; t >= 0; t--) {
          const { query, keyOf, gate, errorOf, out, gradientOf } = at(t);
          for (let j = 0; j < V; j++) row[j] += query[i] * dy[out + j];
          for (let r = R - 1; r >= 0; r--) {
            const beta = gates[gate + (1 + r) * H];
            const first = errorOf(r);
            dkeys[gradientOf(1 + R + r) + i] = row.reduce((sum, own, j) => sum + beta * own * errors[first + j], 0);
            for (let j = 0; j < V; j++) row[j] -= beta * keyOf(r)[i] * derrors[first + j];
          }
          for (let j = 0; j < V; j++) row[j] *= Math.exp(gates[gate]);
        }
      }
    }
  },
});

/**
 * The third part: gradients of `gates` (B, L, (1 + R) H). The decay of a token scales all that it and later tokens read of what earlier
 * ones wrote: d ln a[t] = Σ over s >= t of y · dy - Σ v · dv; dβ = (v - Sᵀ k) · Gᵀ k.
 */
export const deltaScanGates = defineKernel({
  name: 'delta_scan_gates',
  buffers: { ...allOf('read', 'values', 'gates', 'y', 'dy', 'errors', 'derrors'), dgates: 'overwrite' },
  dims: u32('B', 'L', 'H', 'V', 'R', 'value_stride', 'v'),
  work: ({ B, L, H, V, R }) => B * L * H * V * (2 + 4 * R),
  time: { steps: ({ L }) => L },
  constants: ({ V }) => ({ LANES: lanesOf(V) }),
  grid: ({ B, H }) => [H, B, 1],
  reference({ values, gates, y, dy, errors, derrors, dgates }, sizes) {
    const { B, L, H, V, R } = sizes;
    for (let head = 0; head < B * H; head++) {
      const at = placesOf({ ...sizes, K: 0 }, values, Math.floor(head / H), head % H);
      let later = 0;
      for (let t = L - 1; t >= 0; t--) {
        const { gate, written, errorOf, out } = at(t);
        for (let j = 0; j < V; j++) later += y[out + j] * dy[out + j];
        for (let r = 0; r < R; r++) {
          const beta = gates[gate + (1 + r) * H];
          let given = 0;
          for (let j = 0; j < V; j++) {
            const pull = derrors[errorOf(r) + j];
            later -= beta * pull * values[written(r) + j];
            given += pull * errors[errorOf(r) + j];
          }
          dgates[gate + (1 + r) * H] = given;
        }
        dgates[gate] = later;
      }
    }
  },
});
