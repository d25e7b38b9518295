import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { groups } from './matrix_scan_variants';

/**
 * Sizes, and where q, k, v, and the levels' weights lie in a row of `rows`. The tokens before one lie in levels (Guo et al. 2025): level 0
 * holds the token itself, and level l > 0 a block of 2^(l - 1) of them; the last one also takes what is older.
 */
const DIMS = u32('B', 'L', 'H', 'G', 'K', 'V', 'levels', 'stride', 'q', 'k', 'v', 'weights');

type Dims = Readonly<Record<keyof typeof DIMS, number>>;

/** The level that the lower ones are merged into before the token at a position, and the highest one that holds anything then. */
export function levelsAt(position: number, levels: number): { readonly target: number; readonly highest: number } {
  if (position === 0) return { target: 0, highest: 0 };
  const least = Math.min(levels - 1, 1 + Math.floor(Math.log2(position & -position)));
  return { target: least, highest: Math.min(levels - 1, 1 + Math.floor(Math.log2(position))) };
}

/** The level that holds an earlier token, or the same, at a position. */
export function levelOf(position: number, earlier: number, levels: number): number {
  return position === earlier ? 0 : Math.min(levels - 1, 32 - Math.clz32(position ^ earlier));
}

/** Of a token: a head's numbers, their places, and the decay and weight of what it writes. */
function tokenOf({ H, G, K, V, levels, stride, q, k, v, weights }: Dims, rows: Numbers, gates: Numbers, h: number) {
  const sharedBy = Math.floor((h * G) / H) * K;
  return (token: number) => {
    const at = token * stride;
    return {
      query: rows.subarray(at + q + sharedBy, at + q + sharedBy + K),
      key: rows.subarray(at + k + sharedBy, at + k + sharedBy + K),
      value: rows.subarray(at + v + h * V, at + v + (h + 1) * V),
      shares: rows.subarray(at + weights + h * levels, at + weights + (h + 1) * levels),
      kept: Math.exp(gates[token * 2 * H + h]),
      written: gates[token * 2 * H + H + h],
    };
  };
}

/** Merges, decays, and writes a token into S (levels, V, K), `step` numbers from level to level. */
function advance(
  S: Numbers,
  step: number,
  { key, value, kept, written }: ReturnType<ReturnType<typeof tokenOf>>,
  { target, highest }: ReturnType<typeof levelsAt>,
): void {
  const K = key.length;
  for (let e = 0; e < value.length * K; e++) {
    let sum = 0;
    for (let l = 0; l < target; l++) {
      sum += S[l * step + e];
      S[l * step + e] = 0;
    }
    S[target * step + e] += sum;
    for (let l = 0; l <= highest; l++) S[l * step + e] *= kept;
    S[e] = written * value[Math.floor(e / K)] * key[e % K];
  }
}

/**
 * The recurrence of `matrix_scan` over levels: y = Σ of λ S q over the levels of each head, S (levels, V, K). `gates` (B, L, 2H): ln a,
 * then w. `state` (B, levels, H, V, K) is S after the call; with `carry`, before it, too, and cursor[0] is the first token's position.
 */
export const levelScan = defineKernel({
  name: 'level_scan',
  buffers: { ...allOf('read', 'rows', 'gates', 'cursor'), ...allOf('write', 'state', 'y') },
  dims: { ...DIMS, ...u32('carry') },
  work: ({ B, L, H, K, V, levels }) => B * L * H * K * V * levels * 6,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
  reference({ rows, gates, cursor, state, y }, dims) {
    const { B, L, H, K, V, levels, carry } = dims;
    const first = carry ? cursor[0] : 0;
    if (!carry) state.fill(0, 0, B * levels * H * V * K);
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      const at = tokenOf(dims, rows, gates, h);
      const S = state.subarray((b * levels * H + h) * V * K);
      for (let t = 0; t < L; t++) {
        const token = at(b * L + t);
        const reached = levelsAt(first + t, levels);
        advance(S, H * V * K, token, reached);
        for (let j = 0; j < V; j++) {
          let sum = 0;
          for (let l = 0; l <= reached.highest; l++) {
            for (let i = 0; i < K; i++) sum += token.shares[l] * S[l * H * V * K + j * K + i] * token.query[i];
          }
          y[((b * L + t) * H + h) * V + j] = sum;
        }
      }
    }
  },
});

/**
 * Adjoint of `level_scan` from the first token on: dy (B, L, H, V) -> columns dv of `drows` (B·L, d_stride), `dkeys` (B, L, H, 2K), the
 * gradients of q and of w k for each head, and `dweights` (B, L, H, levels, K), whose sums over K are those of λ. `sums`
 * (3, B, H, levels, K, V) is for intermediate results.
 */
export const levelScanBackward = defineKernel({
  name: 'level_scan_backward',
  buffers: {
    ...allOf('read', 'rows', 'gates', 'dy'),
    ...allOf('write', 'dkeys', 'dweights'),
    drows: 'accumulate',
    sums: 'scratch',
  },
  dims: { ...DIMS, ...u32('d_stride', 'dv') },
  work: ({ B, L, H, K, V, levels }) => B * L * H * K * V * levels * 14,
  time: { steps: ({ L }) => L },
  grid: ({ B, H, K, V }) => [H * groups(Math.max(K, V)), B, 3],
  reference({ rows, gates, dy, dkeys, dweights }, dims, put) {
    const { B, L, H, K, V, levels, d_stride, dv } = dims;
    const size = V * K;
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      const at = tokenOf(dims, rows, gates, h);
      const out = (t: number) => dy.subarray(((b * L + t) * H + h) * V, ((b * L + t) * H + h + 1) * V);
      const gradient = (t: number): number => ((b * L + t) * H + h) * 2 * K;
      const S = new Float64Array(levels * size);
      for (let t = 0; t < L; t++) {
        const token = at(b * L + t);
        advance(S, size, token, levelsAt(t, levels));
        for (let i = 0; i < K; i++) {
          let sum = 0;
          for (let l = 0; l < levels; l++) {
            let read = 0;
            for (let j = 0; j < V; j++) read += S[l * size + j * K + i] * out(t)[j];
            sum += token.shares[l] * read;
            dweights[(((b * L + t) * H + h) * levels + l) * K + i] = token.query[i] * read;
          }
          dkeys[gradient(t) + i] = sum;
        }
      }
      const D = new Float64Array(levels * size);
      for (let t = L - 1; t >= 0; t--) {
        const { query, key, value, shares, kept, written } = at(b * L + t);
        const { target, highest } = levelsAt(t, levels);
        for (let l = 0; l <= highest; l++) {
          for (let e = 0; e < size; e++) D[l * size + e] += shares[l] * query[e % K] * out(t)[Math.floor(e / K)];
        }
        for (let i = 0; i < K; i++) {
          let sum = 0;
          for (let j = 0; j < V; j++) sum += D[j * K + i] * value[j];
          dkeys[gradient(t) + K + i] = sum;
        }
        for (let j = 0; j < V; j++) {
          let sum = 0;
          for (let i = 0; i < K; i++) sum += D[j * K + i] * key[i];
          put.drows((b * L + t) * d_stride + dv + h * V + j, written * sum);
        }
        for (let e = size; e < levels * size; e++) D[e] *= kept;
        for (let e = 0; e < target * size; e++) D[e] = D[target * size + (e % size)];
      }
    }
  },
});
