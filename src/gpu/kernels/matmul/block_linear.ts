import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';

/** W columns are W / n blocks of n. `input_first`: weight (W / n, n, n) is block, in, out; otherwise block, out, in. */
const SIZES = u32('rows', 'W', 'n', 'input_first', 'x_stride', 'x', 'y_stride', 'y');

interface Sizes {
  readonly rows: number;
  readonly W: number;
  readonly n: number;
}

const work = ({ rows, W, n }: Sizes): number => rows * W * (n + 4);

/** Σ over a block of the columns of a row, with the weight as it is or turned. */
function products(
  values: Numbers,
  first: number,
  weight: Numbers,
  column: number,
  n: number,
  inputFirst: boolean,
): number {
  const block = Math.floor(column / n);
  const own = column % n;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += values[first + block * n + k] * weight[block * n * n + (inputFirst ? k * n + own : own * n + k)];
  }
  return sum;
}

/** A linear layer whose weight is block-diagonal: columns x of `values` (rows, x_stride) -> columns y of `out` (rows, y_stride). bias (W). */
export const blockLinear = defineKernel({
  name: 'block_linear',
  buffers: { ...allOf('read', 'values', 'weight', 'bias'), out: 'write' },
  dims: { ...SIZES, ...u32('has_bias') },
  work,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  reference({ values, weight, bias, out }, { rows, W, n, input_first, x_stride, x, y_stride, y, has_bias }) {
    for (let i = 0; i < rows * W; i++) {
      const [row, column] = [Math.floor(i / W), i % W];
      const sum = products(values, row * x_stride + x, weight, column, n, input_first === 1);
      out[row * y_stride + y + column] = sum + (has_bias ? bias[column] : 0);
    }
  },
});

/** The gradient of its input: columns y of `dout` (rows, y_stride) -> columns x of `dvalues` (rows, x_stride). */
export const blockLinearInput = defineKernel({
  name: 'block_linear_input',
  buffers: { ...allOf('read', 'dout', 'weight'), dvalues: 'accumulate' },
  dims: SIZES,
  work,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  reference({ dout, weight }, { rows, W, n, input_first, x_stride, x, y_stride, y }, put) {
    for (let i = 0; i < rows * W; i++) {
      const [row, column] = [Math.floor(i / W), i % W];
      const sum = products(dout, row * y_stride + y, weight, column, n, input_first === 0);
      put.dvalues(row * x_stride + x + column, sum);
    }
  },
});

/** The gradients of its parameters: a copy of dweight (copies, W / n, n, n) and, if `has_bias`, dbias (copies, W) for each `segment` of rows. */
export const blockLinearWeight = defineKernel({
  name: 'block_linear_weight',
  buffers: { ...allOf('read', 'values', 'dout'), ...allOf('write', 'dweight', 'dbias') },
  dims: { ...SIZES, ...u32('has_bias', 'segment') },
  work,
  grid: ({ rows, W, n, segment }) => linearGrid(Math.ceil(rows / segment) * W * n, 64),
  reference({ values, dout, dweight, dbias }, dims) {
    const { rows, W, n, input_first, x_stride, x, y_stride, y, has_bias, segment } = dims;
    dweight.fill(0);
    if (has_bias) dbias.fill(0);
    for (let row = 0; row < rows; row++) {
      const copy = Math.floor(row / segment);
      for (let column = 0; column < W; column++) {
        const block = Math.floor(column / n);
        const pull = dout[row * y_stride + y + column];
        if (has_bias) dbias[copy * W + column] += pull;
        for (let k = 0; k < n; k++) {
          const at = input_first ? k * n + (column % n) : (column % n) * n + k;
          dweight[copy * W * n + block * n * n + at] += pull * values[row * x_stride + x + block * n + k];
        }
      }
    }
  },
});
