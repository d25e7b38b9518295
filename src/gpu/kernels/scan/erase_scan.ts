import { allOf, defineKernel, type Numbers } from '../../kernel';
import { ERASE_FORWARD, eraseForwardHeld, eraseProbeOf, shapeClass } from './delta_scan_variants';
import { groups } from './matrix_scan_variants';

type Sizes = Readonly<Record<'L' | 'H' | 'K' | 'V', number>>;

/** The numbers of a head at token t of sequence b, and where others lie. */
export function erasePlacesOf({ L, H, K, V }: Sizes, keys: Numbers, gates: Numbers, b: number, h: number) {
  return (t: number) => {
    const token = b * L + t;
    const keyOf = (part: number): number => ((token * 4 + part) * H + h) * K;
    const part = (which: number): Numbers => keys.subarray(keyOf(which), keyOf(which) + K);
    return {
      ...{ token, keyOf, query: part(0), read: part(1), erase: part(2), key: part(3) },
      kept: gates.subarray((token * H + h) * K, (token * H + h + 1) * K),
      out: (token * H + h) * V,
      errorOf: (which: number) => ((token * 2 + which) * H + h) * V,
    };
  };
}

/**
 * `delta_scan` with its parts apart, as RWKV-7 has it: in each of H heads, on a matrix S (K, V), S = a S - e (Sᵀ c)ᵀ + k vᵀ; y = Sᵀ q.
 * What is erased is read from S before it decays, and a is of each key. `keys` (B, L, 4 H K): q, c, e, k; `gates` (B, L, H K): a; v is
 * columns of `values`, H V. `errors` (B, L, 2, H, V) is Sᵀ c and v, kept for backward if `keeps`. `state` (B, H, K, V) is S after the
 * call; with `carry`, before it, too. y is (B, L, H, V).
 */
export const eraseScan = defineKernel({
  name: 'erase_scan',
  buffers: { ...allOf('read', 'keys', 'values', 'gates'), ...allOf('write', 'state', 'y', 'errors') },
  dims: ERASE_FORWARD,
  work: ({ B, L, H, K, V }) => B * L * H * K * V * 12,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  variants: [eraseForwardHeld],
  shapeClass,
  probe(given) {
    const { dims, elements, ofS, ofY } = eraseProbeOf(given);
    const { value_stride, ...sizes } = dims;
    return {
      dims: { ...sizes, value_stride, v: 0, keeps: 1 },
      elements: { ...elements, values: ofY, state: ofS, y: ofY, errors: 2 * ofY },
    };
  },
  reference({ keys, values, gates, state, y, errors }, { value_stride, v, carry, keeps, ...sizes }) {
    const { B, L, H, K, V } = sizes;
    if (!carry) state.fill(0, 0, B * H * K * V);
    for (let head = 0; head < B * H; head++) {
      const at = erasePlacesOf(sizes, keys, gates, Math.floor(head / H), head % H);
      for (let t = 0; t < L; t++) {
        const { token, query, read, erase, key, kept, out, errorOf } = at(t);
        for (let j = 0; j < V; j++) {
          const place = (i: number): number => (head * K + i) * V + j;
          const value = values[token * value_stride + v + (head % H) * V + j];
          let held = 0;
          for (let i = 0; i < K; i++) held += state[place(i)] * read[i];
          if (keeps) [errors[errorOf(0) + j], errors[errorOf(1) + j]] = [held, value];
          let sum = 0;
          for (let i = 0; i < K; i++) {
            state[place(i)] = kept[i] * state[place(i)] - erase[i] * held + key[i] * value;
            sum += state[place(i)] * query[i];
          }
          y[out + j] = sum;
        }
      }
    }
  },
});
