import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { lanesOf } from '../lanes';

const SIZES = { ...u32('rows', 'D', 'heads'), eps: 'f32' } as const;

/** Divides sums (rows, heads, D / heads + 1) by the last of their head plus eps: y (rows, D). */
export const normaliseHeads = defineKernel({
  name: 'normalise_heads',
  buffers: { sums: 'read', y: 'write' },
  dims: SIZES,
  grid: ({ rows, D }) => linearGrid(rows * D, 64),
  reference({ sums, y }, { rows, D, heads, eps }) {
    const d = D / heads;
    for (let i = 0; i < rows * D; i++) {
      const head = Math.floor(i / d);
      y[i] = sums[i + head] / (sums[(head + 1) * (d + 1) - 1] + eps);
    }
  },
});

export const normaliseHeadsBackward = defineKernel({
  name: 'normalise_heads_backward',
  buffers: { sums: 'read', y: 'read', dy: 'read', dsums: 'write' },
  dims: SIZES,
  constants: ({ D, heads }) => ({ LANES: lanesOf(D / heads) }),
  grid: ({ rows, D, heads }) => linearGrid(rows * heads * lanesOf(D / heads), 64),
  reference({ sums, y, dy, dsums }, { rows, D, heads, eps }) {
    const d = D / heads;
    for (let head = 0; head < rows * heads; head++) {
      const last = head * (d + 1) + d;
      const total = sums[last] + eps;
      dsums[last] = 0;
      for (let i = head * d; i < (head + 1) * d; i++) {
        dsums[i + head] = dy[i] / total;
        dsums[last] -= (dy[i] * y[i]) / total;
      }
    }
  },
});
