import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';

/** The sharpness c of the RG-LRU (De et al. 2024, section 2.4). */
const SHARPNESS = 8;

/** The slope of √x is that at this root at most, as in recurrentgemma: 1000. */
const LEAST_SCALE = 5e-4;

/** Decay and scale of a unit: ln a = -8 sigmoid(r) softplus(A), and √(1 - a²), or 1 at the first token of a sequence. */
export function preserving(r: number, A: number, isFirst: boolean): { readonly a: number; readonly scale: number } {
  const log = -SHARPNESS * sigmoid(r) * softplus(A);
  return { a: Math.exp(log), scale: isFirst ? 1 : Math.sqrt(-Math.expm1(2 * log)) };
}

const SIZES = u32('rows', 'L', 'W', 'stride', 'u', 'carry');

/**
 * a and b of h = a h + b, so that h keeps the size of its inputs: b = √(1 - a²) sigmoid(i) u, and b = sigmoid(i) u at the first token.
 * gates (rows, 2W) has r and i; A (W); within values (rows, stride): columns a and b from columns u. `cursor`: the position of the first
 * token, if `carry`; otherwise it is 0.
 */
export const preservingGates = defineKernel({
  name: 'preserving_gates',
  buffers: { ...allOf('read', 'gates', 'A', 'cursor'), values: 'write' },
  dims: { ...SIZES, ...u32('a', 'b') },
  work: ({ rows, W }) => rows * W * 30,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  reference({ gates, A, cursor, values }, { rows, L, W, stride, u, carry, a, b }) {
    for (let row = 0; row < rows; row++) {
      const isFirst = row % L === 0 && !(carry && cursor[0] > 0);
      for (let w = 0; w < W; w++) {
        const own = row * stride + w;
        const kept = preserving(gates[row * 2 * W + w], A[w], isFirst);
        values[own + a] = kept.a;
        values[own + b] = kept.scale * sigmoid(gates[row * 2 * W + W + w]) * values[own + u];
      }
    }
  },
});

/**
 * Adjoint of `preserving_gates`: columns da and db of `dvalues` (rows, d_stride) -> its columns du, dgates (rows, 2W), and a copy of dA
 * (copies, W) for each `segment` of rows.
 */
export const preservingGatesBackward = defineKernel({
  name: 'preserving_gates_backward',
  buffers: {
    ...allOf('read', 'gates', 'A', 'cursor', 'values'),
    dvalues: 'overwrite',
    ...allOf('write', 'dgates', 'dA'),
  },
  dims: { ...SIZES, ...u32('d_stride', 'du', 'da', 'db', 'segment') },
  work: ({ rows, W }) => rows * W * 60,
  grid: ({ rows, W, segment }) => linearGrid(Math.ceil(rows / segment) * W, 64),
  reference({ gates, A, cursor, values, dvalues, dgates, dA }, dims) {
    const { rows, L, W, stride, u, carry, d_stride, du, da, db, segment } = dims;
    dA.fill(0);
    for (let row = 0; row < rows; row++) {
      const isFirst = row % L === 0 && !(carry && cursor[0] > 0);
      for (let w = 0; w < W; w++) {
        const [gate, own] = [row * 2 * W + w, row * d_stride + w];
        const [r, i] = [sigmoid(gates[gate]), sigmoid(gates[gate + W])];
        const { a, scale } = preserving(gates[gate], A[w], isFirst);
        const input = values[row * stride + u + w];
        const pull = dvalues[own + db];
        const slope = isFirst ? 0 : -(a ** 2) / Math.max(scale, LEAST_SCALE);
        const ofLog = dvalues[own + da] * a + pull * i * input * slope;
        dvalues[own + du] = pull * scale * i;
        dgates[gate] = -SHARPNESS * ofLog * softplus(A[w]) * r * (1 - r);
        dgates[gate + W] = pull * scale * input * i * (1 - i);
        dA[Math.floor(row / segment) * W + w] -= SHARPNESS * ofLog * r * sigmoid(A[w]);
      }
    }
  },
});
