import { defineKernel, u32 } from '../../kernel';
import { ropeTurn } from '../attention/rope';
import { columnGrid, columnLanes } from './few_rows';
import { normalised } from './norm_linear';

/**
 * rms_norm, add_positions (add_waves if `waves`), and matmul_nt of one token in one: x (B, D), b (columns, D) -> c (B, columns).
 * `positions`: the table (places, D), or the frequencies of the waves. autodiff/fuse.ts puts it where the three follow each other.
 */
export const normPositionsLinear = defineKernel({
  name: 'norm_positions_linear',
  buffers: { x: 'read', weight: 'read', positions: 'read', cursor: 'read', b: 'read', c: 'write' },
  dims: { ...u32('B', 'D', 'columns', 'places', 'waves'), eps: 'f32' },
  constants: ({ D, waves }) => ({ WAVES: waves, LANES: columnLanes(D) }),
  grid: ({ B, D, columns }) => columnGrid(B, columns, D),
  reference({ x, weight, positions, cursor, b, c }, { B, D, columns, places, waves, eps }) {
    const position = Math.max(0, cursor[0]);
    const place = Math.min(places - 1, position) * D;
    for (let row = 0; row < B; row++) {
      const normed = normalised(x.subarray(row * D, (row + 1) * D), weight, eps).map((value, k) => {
        if (!waves) return value + positions[place + k];
        const [cos, sin] = ropeTurn(positions, k >> 1, position);
        return value + (k % 2 === 0 ? sin : cos);
      });
      for (let n = 0; n < columns; n++) {
        c[row * columns + n] = normed.reduce((sum, value, k) => sum + value * b[n * D + k], 0);
      }
    }
  },
});
