import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { phi } from '../functions';

const SIZES = u32('rows', 'D', 'heads');

/**
 * Rows of linear attention for `matrix_scan`: qkv (rows, 3D) -> phi(q), phi(k), then (v, 1) of each head, (rows, 3D + heads).
 * phi = elu + 1 (Katharopoulos et al. 2020).
 */
export const featureMap = defineKernel({
  name: 'feature_map',
  buffers: { qkv: 'read', features: 'write' },
  dims: SIZES,
  grid: ({ rows, D, heads }) => linearGrid(rows * (3 * D + heads), 64),
  reference({ qkv, features }, { rows, D, heads }) {
    for (let row = 0; row < rows; row++) {
      const own = row * (3 * D + heads);
      for (let i = 0; i < 2 * D; i++) features[own + i] = phi(qkv[row * 3 * D + i]);
      features.fill(1, own + 2 * D, own + 3 * D + heads);
      for (let i = 2 * D; i < 3 * D; i++) features[own + i + headOf(i, D, heads)] = qkv[row * 3 * D + i];
    }
  },
});

export const featureMapBackward = defineKernel({
  name: 'feature_map_backward',
  buffers: { qkv: 'read', dfeatures: 'read', dqkv: 'accumulate' },
  dims: SIZES,
  grid: ({ rows, D }) => linearGrid(rows * 3 * D, 64),
  reference({ qkv, dfeatures }, { rows, D, heads }, put) {
    for (let at = 0; at < rows * 3 * D; at++) {
      const i = at % (3 * D);
      const own = ((at - i) / (3 * D)) * (3 * D + heads) + i;
      if (i < 2 * D) put.dqkv(at, dfeatures[own] * Math.exp(Math.min(qkv[at], 0)));
      else put.dqkv(at, dfeatures[own + headOf(i, D, heads)]);
    }
  },
});

/** The head of column i of qkv, which is a column of v. */
function headOf(i: number, D: number, heads: number): number {
  return Math.floor((i - 2 * D) / (D / heads));
}
