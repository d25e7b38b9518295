import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { EXP_GATE_COLUMNS } from './exp_gates';

/**
 * The gradients of weight (D / n, 4n, n) and bias (4D) of exp_gate_sequence, a copy for each `segment` of rows: from those of the gates in
 * `rows` (B·L, 8D) and y (B, L, D) of the token before, `start` (B, D) before the first if `carried`.
 */
export const expGateWeight = defineKernel({
  name: 'exp_gate_weight',
  buffers: { ...allOf('read', 'rows', 'y', 'start'), ...allOf('write', 'dweight', 'dbias') },
  dims: u32('B', 'L', 'D', 'n', 'carried', 'segment'),
  work: ({ B, L, D, n }) => B * L * D * 4 * (n + 4),
  grid: ({ B, L, D, n, segment }) => linearGrid(Math.ceil((B * L) / segment) * 4 * D * n, 64),
  reference({ rows, y, start, dweight, dbias }, { B, L, D, n, carried, segment }) {
    dweight.fill(0);
    dbias.fill(0);
    for (let row = 0; row < B * L; row++) {
      const copy = Math.floor(row / segment);
      for (let column = 0; column < 4 * D; column++) {
        const [slot, d] = [Math.floor(column / D), column % D];
        const head = d - (d % n);
        const pull = rows[row * EXP_GATE_COLUMNS * D + column];
        dbias[copy * 4 * D + column] += pull;
        for (let k = 0; k < n; k++) {
          const first = carried ? start[Math.floor(row / L) * D + head + k] : 0;
          const before = row % L > 0 ? y[(row - 1) * D + head + k] : first;
          dweight[copy * 4 * D * n + (head * 4 + slot * n + (d % n)) * n + k] += pull * before;
        }
      }
    }
  },
});
