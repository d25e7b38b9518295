import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/** Three block-diagonal weights (E / n, n, n), block, out, in. a and b take columns u of a row of `values`, c takes columns x. */
const SIZES = u32('rows', 'E', 'n');
const PLACES = u32('stride', 'u', 'x');

interface Sizes {
  readonly rows: number;
  readonly E: number;
  readonly n: number;
}

const work = ({ rows, E, n }: Sizes): number => rows * 3 * E * (n + 4);

/** (rows, 3E): a u, b u, and c x, of columns of `values` (rows, stride). */
export const blockTrio = defineKernel({
  name: 'block_trio',
  buffers: { ...allOf('read', 'values', 'a', 'b', 'c'), out: 'write' },
  dims: { ...SIZES, ...PLACES },
  work,
  grid: ({ rows, E }) => linearGrid(rows * 3 * E, 64),
  reference({ values, a, b, c, out }, { rows, E, n, stride, u, x }) {
    [a, b, c].forEach((weight, part) => {
      for (let i = 0; i < rows * E; i++) {
        const [row, column] = [Math.floor(i / E), i % E];
        const first = row * stride + (part === 2 ? x : u) + column - (column % n);
        let sum = 0;
        for (let k = 0; k < n; k++) sum += values[first + k] * weight[column * n + k];
        out[row * 3 * E + part * E + column] = sum;
      }
    });
  },
});

/** Adjoint of `block_trio` for u: the first 2E columns of dout (rows, 3E) -> columns u of `dvalues` (rows, stride). */
export const blockTrioInput = defineKernel({
  name: 'block_trio_input',
  buffers: { ...allOf('read', 'dout', 'a', 'b'), dvalues: 'accumulate' },
  dims: { ...SIZES, ...u32('stride', 'u') },
  work,
  grid: ({ rows, E }) => linearGrid(rows * E, 64),
  reference({ dout, a, b }, { rows, E, n, stride, u }, put) {
    for (let i = 0; i < rows * E; i++) {
      const [row, column] = [Math.floor(i / E), i % E];
      const [block, own] = [column - (column % n), column % n];
      const first = row * 3 * E + block;
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += dout[first + k] * a[(block + k) * n + own] + dout[first + E + k] * b[(block + k) * n + own];
      }
      put.dvalues(row * stride + u + column, sum);
    }
  },
});

/** Adjoint of `block_trio` for its weights: a copy of each (copies, E / n, n, n) for each `segment` of rows. */
export const blockTrioWeight = defineKernel({
  name: 'block_trio_weight',
  buffers: { ...allOf('read', 'values', 'dout'), ...allOf('write', 'da', 'db', 'dc') },
  dims: { ...SIZES, ...PLACES, ...u32('segment') },
  work,
  grid: ({ rows, E, n, segment }) => linearGrid(Math.ceil(rows / segment) * E * n, 64),
  reference({ values, dout, da, db, dc }, { rows, E, n, stride, u, x, segment }) {
    [da, db, dc].forEach((dweight, part) => {
      dweight.fill(0);
      for (let row = 0; row < rows; row++) {
        const copy = Math.floor(row / segment) * E * n;
        for (let i = 0; i < E * n; i++) {
          const [column, k] = [Math.floor(i / n), i % n];
          const from = row * stride + (part === 2 ? x : u) + column - (column % n) + k;
          dweight[copy + i] += dout[(row * 3 + part) * E + column] * values[from];
        }
      }
    });
  },
});
