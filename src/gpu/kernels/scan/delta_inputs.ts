import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { lanesOf } from '../lanes';

/** Of the norm of q and k, as in flash-linear-attention. */
const EPS = 1e-6;

/** R: keys a token. q, k, b, a: where these columns lie in a row. `decay`: there is an a. `most`: the largest β. */
const DIMS = { ...u32('rows', 'H', 'K', 'R', 'stride', 'q', 'k', 'b', 'a', 'decay'), most: 'f32' } as const;

/** 1 / |x| of K elements. */
function inverseNorm(x: Numbers): number {
  let squares = EPS;
  for (let i = 0; i < x.length; i++) squares += x[i] ** 2;
  return 1 / Math.sqrt(squares);
}

/**
 * What `delta_scan` takes, from columns of `values` (rows, stride): `keys` (rows, (1 + R) H K), q / |q| / √K, then R times k / |k|;
 * `gates` (rows, (1 + R) H), ln a = -exp(A_log) softplus(a + bias), 0 without `decay`, then R times β = most · sigmoid(b).
 */
export const deltaInputs = defineKernel({
  name: 'delta_inputs',
  buffers: { ...allOf('read', 'values', 'A_log', 'bias'), keys: 'write', gates: 'write' },
  dims: DIMS,
  work: ({ rows, H, K, R }) => rows * H * (1 + R) * (4 * K + 8),
  constants: ({ K }) => ({ LANES: lanesOf(K) }),
  grid: ({ rows, H, K }) => linearGrid(rows * H * lanesOf(K), 64),
  reference({ values, A_log, bias, keys, gates }, { rows, H, K, R, stride, q, k, b, a, decay, most }) {
    for (let row = 0; row < rows; row++) {
      for (let head = 0; head < H; head++) {
        for (let part = 0; part <= R; part++) {
          const from = row * stride + (part === 0 ? q : k + (part - 1) * H * K) + head * K;
          const x = values.subarray(from, from + K);
          const scale = inverseNorm(x) / (part === 0 ? Math.sqrt(K) : 1);
          const to = ((row * (1 + R) + part) * H + head) * K;
          for (let i = 0; i < K; i++) keys[to + i] = x[i] * scale;
        }
        const gate = row * (1 + R) * H + head;
        const step = decay ? softplus(values[row * stride + a + head] + bias[head]) : 0;
        gates[gate] = decay ? -Math.exp(A_log[head]) * step : 0;
        for (let r = 0; r < R; r++) gates[gate + (1 + r) * H] = most * sigmoid(values[row * stride + b + r * H + head]);
      }
    }
  },
});

/**
 * Adjoint of `delta_inputs`. `dkeys` (rows, (1 + 2R) H K) has the gradients of q, and twice R parts of those of k, which add up.
 * Columns dq, dk, db, and da of `dvalues`; a copy of dA_log and dbias (copies, H) for each `segment` of rows.
 */
export const deltaInputsBackward = defineKernel({
  name: 'delta_inputs_backward',
  buffers: {
    ...allOf('read', 'values', 'A_log', 'bias', 'dkeys', 'dgates'),
    dvalues: 'overwrite',
    ...allOf('write', 'dA_log', 'dbias'),
  },
  dims: { ...DIMS, ...u32('d_stride', 'dq', 'dk', 'db', 'da', 'segment') },
  work: ({ rows, H, K, R }) => rows * H * (1 + R) * (8 * K + 16),
  constants: ({ K }) => ({ LANES: lanesOf(K) }),
  grid: ({ rows, H, K, segment }) => linearGrid(Math.ceil(rows / segment) * H * lanesOf(K), 64),
  reference({ values, A_log, bias, dkeys, dgates, dvalues, dA_log, dbias }, dims) {
    const { rows, H, K, R, stride, q, k, b, a, decay, most, d_stride, dq, dk, db, da, segment } = dims;
    if (decay) {
      dA_log.fill(0);
      dbias.fill(0);
    }
    for (let row = 0; row < rows; row++) {
      for (let head = 0; head < H; head++) {
        for (let part = 0; part <= R; part++) {
          const shift = part === 0 ? head * K : ((part - 1) * H + head) * K;
          const from = row * stride + (part === 0 ? q : k) + shift;
          const x = values.subarray(from, from + K);
          const inverse = inverseNorm(x);
          const scale = inverse / (part === 0 ? Math.sqrt(K) : 1);
          const first = ((row * (1 + 2 * R) + part) * H + head) * K;
          const pull = Array.from(x, (_, i) => dkeys[first + i] + (part === 0 ? 0 : dkeys[first + R * H * K + i]));
          const along = pull.reduce((sum, own, i) => sum + own * x[i], 0) * inverse ** 2;
          const to = row * d_stride + (part === 0 ? dq : dk) + shift;
          for (let i = 0; i < K; i++) dvalues[to + i] = scale * (pull[i] - x[i] * along);
        }
        const gate = row * (1 + R) * H + head;
        for (let r = 0; r < R; r++) {
          const open = sigmoid(values[row * stride + b + r * H + head]);
          dvalues[row * d_stride + db + r * H + head] = dgates[gate + (1 + r) * H] * most * open * (1 - open);
        }
        if (!decay) continue;
        const x = values[row * stride + a + head] + bias[head];
        const own = -Math.exp(A_log[head]) * dgates[gate];
        dvalues[row * d_stride + da + head] = own * sigmoid(x);
        const copy = Math.floor(row / segment) * H + head;
        dbias[copy] += own * sigmoid(x);
        dA_log[copy] += own * softplus(x);
      }
    }
  },
});
