import { allOf, defineKernel, type Numbers } from '../../kernel';
import { deltaForwardHeld, FORWARD, probeOf, shapeClass } from './delta_scan_variants';
import { groups } from './matrix_scan_variants';

type Sizes = Readonly<Record<'B' | 'L' | 'H' | 'K' | 'V' | 'R' | 'value_stride' | 'v', number>>;

/** Where the numbers of a head lie at token t of sequence b; `keyOf` and the like take which of R writes it is. */
export function placesOf({ L, H, K, V, R, value_stride, v }: Sizes, keys: Numbers, b: number, h: number) {
  return (t: number) => {
    const token = b * L + t;
    const key = (part: number): number => ((token * (1 + R) + part) * H + h) * K;
    return {
      query: keys.subarray(key(0), key(0) + K),
      keyOf: (r: number) => keys.subarray(key(1 + r), key(1 + r) + K),
      gate: token * (1 + R) * H + h,
      written: (r: number) => token * value_stride + v + (r * H + h) * V,
      errorOf: (r: number) => ((token * R + r) * H + h) * V,
      out: (token * H + h) * V,
      gradientOf: (part: number) => ((token * (1 + 2 * R) + part) * H + h) * K,
    };
  };
}

/**
 * The delta rule in each of H heads, on a matrix S (K, V): S = a S; R times a write S = S + β k (v - Sᵀ k)ᵀ; y = Sᵀ q. With R = 1, the
 * state's transition is a (I - β k kᵀ). `keys` (B, L, (1 + R) H K): q, then each k; `gates` (B, L, (1 + R) H): ln a, then each β; v is
 * columns of `values`, R H V. `errors` (B, L, R, H, V) is v - Sᵀ k, kept for backward if `keeps`. `state` (B, H, K, V) is S after the
 * call; with `carry`, before it, too. y is (B, L, H, V).
 */
export const deltaScan = defineKernel({
  name: 'delta_scan',
  buffers: { ...allOf('read', 'keys', 'values', 'gates'), ...allOf('write', 'state', 'y', 'errors') },
  dims: FORWARD,
  work: ({ B, L, H, K, V, R }) => B * L * H * K * V * (4 + 6 * R),
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  variants: [deltaForwardHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofErrors, ofY } = probeOf(given);
    return { dims: { ...dims, keeps: 1 }, elements: { ...elements, state: ofS, y: ofY, errors: ofErrors } };
  },
  reference({ keys, values, gates, state, y, errors }, dims) {
    const { B, L, H, K, V, R, carry, keeps } = dims;
    if (!carry) state.fill(0, 0, B * H * K * V);
    for (let head = 0; head < B * H; head++) {
      const at = placesOf(dims, keys, Math.floor(head / H), head % H);
      const S = state.subarray(head * K * V, (head + 1) * K * V);
      for (let t = 0; t < L; t++) {
        const { query, keyOf, gate, written, errorOf, out } = at(t);
        const kept = Math.exp(gates[gate]);
        for (let i = 0; i < K * V; i++) S[i] *= kept;
        for (let j = 0; j < V; j++) {
          for (let r = 0; r < R; r++) {
            const key = keyOf(r);
            let held = 0;
            for (let i = 0; i < K; i++) held += S[i * V + j] * key[i];
            const error = values[written(r) + j] - held;
            if (keeps) errors[errorOf(r) + j] = error;
            for (let i = 0; i < K; i++) S[i * V + j] += gates[gate + (1 + r) * H] * key[i] * error;
          }
          let sum = 0;
          for (let i = 0; i < K; i++) sum += S[i * V + j] * query[i];
          y[out + j] = sum;
        }
      }
    }
  },
});
