import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

const SIZES = { ...u32('L', 'D', 'stride', 'offset'), slow: 'f32', fast: 'f32', shift: 'f32' } as const;

/** How fast column m of M fades, a lag: from `slow` at the first to `fast` at the last. */
export function fadingRate(m: number, M: number, slow: number, fast: number): number {
  return slow + ((fast - slow) * m) / Math.max(1, M - 1);
}

/**
 * The filters of an implicit long convolution (Poli et al. 2023): K (L, D) from D columns of h (L, stride), each times
 * exp(-rate l) + shift at lag l, and `skip` (stride) more at lag 0. See fadingRate.
 */
export const decayWindow = defineKernel({
  name: 'decay_window',
  buffers: { ...allOf('read', 'h', 'skip'), K: 'write' },
  dims: SIZES,
  grid: ({ L, D }) => linearGrid(L * D, 64),
  reference({ h, skip, K }, { L, D, stride, offset, slow, fast, shift }) {
    for (let i = 0; i < L * D; i++) {
      const [l, column] = [Math.floor(i / D), offset + (i % D)];
      const windowed = h[l * stride + column] * (Math.exp(-fadingRate(column, stride, slow, fast) * l) + shift);
      K[i] = windowed + (l === 0 ? skip[column] : 0);
    }
  },
});

/** Adjoint of `decay_window`, from dK (summands, L, D), to be added up: those columns of dh (L, stride) and of dskip (stride). */
export const decayWindowBackward = defineKernel({
  name: 'decay_window_backward',
  buffers: { dK: 'read', dh: 'overwrite', dskip: 'write' },
  dims: { ...SIZES, ...u32('summands') },
  work: ({ L, D, summands }) => L * D * (summands + 8),
  grid: ({ L, D }) => linearGrid(L * D, 64),
  reference({ dK, dh, dskip }, { L, D, stride, offset, slow, fast, shift, summands }) {
    for (let i = 0; i < L * D; i++) {
      const [l, column] = [Math.floor(i / D), offset + (i % D)];
      let pull = 0;
      for (let s = 0; s < summands; s++) pull += dK[s * L * D + i];
      dh[l * stride + column] = pull * (Math.exp(-fadingRate(column, stride, slow, fast) * l) + shift);
      if (l === 0) dskip[column] = pull;
    }
  },
});
