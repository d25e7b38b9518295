import backwardSource from '../../../shaders/attention/linear_attention_backward.wgsl?raw';
import rowsSource from '../../../shaders/attention/linear_attention_backward_rows.wgsl?raw';
import source from '../../../shaders/attention/linear_attention_forward.wgsl?raw';
import columnsSource from '../../../shaders/attention/linear_attention_forward_columns.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel, type Variant } from '../../kernel';
import { phi } from '../functions';
import { shapeClass } from './attention_variants';

/** Invocations of a workgroup. */
const GROUP = 64;

/** Widest head that an invocation holds in registers. */
const MAX_HELD = 64;

interface Heads {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly heads: number;
}

const held = {
  runs: ({ D, heads }: Heads): boolean => D / heads <= MAX_HELD,
  suits: (): boolean => true,
  constants: ({ D, heads }: Heads) => ({ HEAD_DIM: D / heads }),
};

const columns: Variant<keyof Heads | 'carries' | 'eps'> = {
  ...held,
  name: 'linear_attention_forward_columns',
  source: compose(columnsSource),
  grid: ({ B, heads }) => [heads, B, 1],
};

const rows: Variant<keyof Heads | 'carries'> = {
  ...held,
  name: 'linear_attention_backward_rows',
  source: compose(rowsSource),
  grid: ({ B, heads }) => [heads, B, 3],
};

/** Of the buffers that both directions have, for two heads of two sequences. */
function probeOf({ D, heads }: Heads) {
  const dims = { B: 2, L: 11, D: (2 * D) / heads, heads: 2 };
  const rowsOfD = 2 * 11 * dims.D;
  return { dims, elements: { qkv: 3 * rowsOfD, y: rowsOfD, norm: 2 * 2 * 11 }, squares: 2 * dims.D * (D / heads) };
}

const slope = (x: number): number => Math.exp(Math.min(x, 0));

/**
 * Linear attention (Katharopoulos et al. 2020) with phi = elu + 1: qkv (B, L, 3D) -> y (B, L, D), norm (B, heads, L).
 * `state` (B, heads, d, d + 1): the sums of phi(k) (v, 1)ᵀ after the call; if `carries`, before it, otherwise it begins with none.
 */
export const linearAttentionForward = defineKernel({
  name: 'linear_attention_forward',
  source: compose(source),
  buffers: { qkv: 'read', state: 'write', y: 'write', norm: 'write' },
  dims: { B: 'u32', L: 'u32', D: 'u32', heads: 'u32', carries: 'u32', eps: 'f32' },
  work: ({ B, L, D, heads }) => B * L * D * (D / heads + 1) * 12,
  time: { steps: ({ L }) => L, unit: () => 2 },
  grid: ({ B, heads }) => [heads, B, 1],
  variants: [columns],
  shapeClass,
  probe(given) {
    const { dims, elements, squares } = probeOf(given);
    return { dims: { ...dims, carries: 0, eps: 1e-6 }, elements: { ...elements, state: squares + 2 * dims.D } };
  },
  reference({ qkv, state, y, norm }, { B, L, D, heads, carries, eps }) {
    const d = D / heads;
    const width = d + 1;
    for (let head = 0; head < B * heads; head++) {
      const kept = state.subarray(head * d * width, (head + 1) * d * width);
      const sums = carries ? Float64Array.from(kept) : new Float64Array(d * width);
      for (let t = 0; t < L; t++) {
        const row = Math.floor(head / heads) * L + t;
        const base = row * 3 * D + (head % heads) * d;
        const mixed = new Float64Array(width);
        for (let i = 0; i < d; i++) {
          const key = phi(qkv[base + D + i]);
          const query = phi(qkv[base + i]);
          for (let j = 0; j < width; j++) {
            sums[i * width + j] += key * (j < d ? qkv[base + 2 * D + j] : 1);
            mixed[j] += query * sums[i * width + j];
          }
        }
        const total = mixed[d] + eps;
        for (let j = 0; j < d; j++) y[row * D + (head % heads) * d + j] = mixed[j] / total;
        norm[head * L + t] = total;
      }
      kept.set(sums);
    }
  },
});

/** Gradient of `linear_attention_forward`; if it `carries`, `before` is its state before the call. sums (3, B, heads, d, d + 1). */
export const linearAttentionBackward = defineKernel({
  name: 'linear_attention_backward',
  source: compose(backwardSource),
  buffers: { qkv: 'read', y: 'read', norm: 'read', dy: 'read', before: 'read', dqkv: 'accumulate', sums: 'scratch' },
  dims: { B: 'u32', L: 'u32', D: 'u32', heads: 'u32', carries: 'u32' },
  work: ({ B, L, D, heads }) => B * L * D * (D / heads + 1) * 24,
  time: { steps: ({ L }) => L, unit: () => 2 },
  grid: ({ B, D, heads }) => [heads * Math.ceil(D / heads / GROUP), B, 3],
  variants: [rows],
  shapeClass,
  probe(given) {
    const { dims, elements, squares } = probeOf(given);
    const own = { dy: elements.y, before: 4, dqkv: elements.qkv, sums: 3 * (squares + 2 * dims.D) };
    return { dims: { ...dims, carries: 0 }, elements: { ...elements, ...own } };
  },
  reference({ qkv, y, norm, dy, before }, { B, L, D, heads, carries }, put) {
    const d = D / heads;
    for (let head = 0; head < B * heads; head++) {
      const gradient = new Float64Array(L * 3 * d);
      const first = Math.floor(head / heads) * L;
      const at = (t: number): number => (first + t) * 3 * D + (head % heads) * d;
      for (let t = 0; t < L; t++) {
        const out = (first + t) * D + (head % heads) * d;
        let delta = 0;
        for (let j = 0; j < d; j++) delta += dy[out + j] * y[out + j];
        const kept = head * d * (d + 1);
        for (let i = 0; i < (carries ? d : 0); i++) {
          const sums = before.subarray(kept + i * (d + 1), kept + (i + 1) * (d + 1));
          let pull = -delta * sums[d];
          for (let j = 0; j < d; j++) pull += dy[out + j] * sums[j];
          gradient[t * 3 * d + i] += pull / norm[head * L + t];
        }
        for (let s = 0; s <= t; s++) {
          // d of the weight phi(q) · phi(k) of token s at token t.
          let weight = 0;
          let dweight = -delta;
          for (let i = 0; i < d; i++) {
            weight += phi(qkv[at(t) + i]) * phi(qkv[at(s) + D + i]);
            dweight += dy[out + i] * qkv[at(s) + 2 * D + i];
          }
          const total = norm[head * L + t];
          for (let i = 0; i < d; i++) {
            gradient[t * 3 * d + i] += (dweight / total) * phi(qkv[at(s) + D + i]);
            gradient[s * 3 * d + d + i] += (dweight / total) * phi(qkv[at(t) + i]);
            gradient[s * 3 * d + 2 * d + i] += (weight / total) * dy[out + i];
          }
        }
      }
      for (let t = 0; t < L; t++) {
        for (let i = 0; i < d; i++) {
          const q = at(t) + i;
          put.dqkv(q, gradient[t * 3 * d + i] * slope(qkv[q]));
          put.dqkv(q + D, gradient[t * 3 * d + d + i] * slope(qkv[q + D]));
          put.dqkv(q + 2 * D, gradient[t * 3 * d + 2 * d + i]);
        }
      }
    }
  },
});
