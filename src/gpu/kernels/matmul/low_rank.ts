import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/** Columns x of a row of values: ka, of a tanh, kb, then kc, of a sigmoid; each goes to N columns of the result by a weight (in, N). */
const SIZES = u32('rows', 'N', 'ka', 'kb', 'kc', 'stride', 'x', 'out_stride', 'y');

type Sizes = Readonly<Record<keyof typeof SIZES, number>>;

const ranks = ({ ka, kb, kc }: Pick<Sizes, 'ka' | 'kb' | 'kc'>): number => ka + kb + kc;
const work = (dims: Pick<Sizes, 'rows' | 'N' | 'ka' | 'kb' | 'kc'>): number => dims.rows * dims.N * (ranks(dims) + 4);

/** The parts, with the slope at a value of theirs of what made it. */
function partsOf({ ka, kb, kc, x }: Sizes) {
  return [
    { part: 0, rank: ka, from: x, slope: (value: number) => 1 - value * value },
    { part: 1, rank: kb, from: x + ka, slope: () => 1 },
    { part: 2, rank: kc, from: x + ka + kb, slope: (value: number) => value * (1 - value) },
  ];
}

/** The second products of three maps of low rank, with biases for the first two: values (rows, stride) -> columns y of `out`, 3N. */
export const lowRank = defineKernel({
  name: 'low_rank',
  buffers: { ...allOf('read', 'values', 'a', 'b', 'c', 'a_bias', 'b_bias'), out: 'write' },
  dims: SIZES,
  work,
  grid: ({ rows, N }) => linearGrid(rows * 3 * N, 64),
  reference({ values, a, b, c, a_bias, b_bias, out }, dims) {
    const { rows, N, stride, out_stride, y } = dims;
    for (const { part, rank, from } of partsOf(dims)) {
      const [weight, bias] = [[a, b, c][part], [a_bias, b_bias][part]];
      for (let row = 0; row < rows; row++) {
        for (let n = 0; n < N; n++) {
          let sum = bias?.[n] ?? 0;
          for (let k = 0; k < rank; k++) sum += values[row * stride + from + k] * weight[k * N + n];
          out[row * out_stride + y + part * N + n] = sum;
        }
      }
    }
  },
});

/** Adjoint of `low_rank` for what the tanh and the sigmoid were taken of: columns y of `dout` -> columns x of `dvalues` (rows, d_stride). */
export const lowRankInput = defineKernel({
  name: 'low_rank_input',
  buffers: { ...allOf('read', 'values', 'dout', 'a', 'b', 'c'), dvalues: 'accumulate' },
  dims: { ...SIZES, ...u32('d_stride', 'dx') },
  work,
  grid: dims => linearGrid(dims.rows * ranks(dims), 64),
  reference({ values, dout, a, b, c }, { d_stride, dx, ...dims }, put) {
    const { rows, N, stride, x, out_stride, y } = dims;
    for (const { part, rank, from, slope } of partsOf(dims)) {
      const weight = [a, b, c][part];
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < rank; k++) {
          let sum = 0;
          for (let n = 0; n < N; n++) sum += dout[row * out_stride + y + part * N + n] * weight[k * N + n];
          put.dvalues(row * d_stride + dx + from - x + k, sum * slope(values[row * stride + from + k]));
        }
      }
    }
  },
});

/** The same for the weights and the biases: a copy of each for each `segment` of rows. */
export const lowRankWeight = defineKernel({
  name: 'low_rank_weight',
  buffers: { ...allOf('read', 'values', 'dout'), ...allOf('write', 'da', 'db', 'dc', 'da_bias', 'db_bias') },
  dims: { ...SIZES, ...u32('segment') },
  work,
  grid: dims => linearGrid(Math.ceil(dims.rows / dims.segment) * (ranks(dims) + 2) * dims.N, 64),
  reference({ values, dout, da, db, dc, da_bias, db_bias }, { segment, ...dims }) {
    const { rows, N, stride, out_stride, y } = dims;
    for (const { part, rank, from } of partsOf(dims)) {
      const [weight, bias] = [[da, db, dc][part], [da_bias, db_bias][part]];
      weight.fill(0);
      bias?.fill(0);
      for (let row = 0; row < rows; row++) {
        const copy = Math.floor(row / segment);
        for (let n = 0; n < N; n++) {
          const pull = dout[row * out_stride + y + part * N + n];
          if (bias) bias[copy * N + n] += pull;
          for (let k = 0; k < rank; k++) weight[(copy * rank + k) * N + n] += pull * values[row * stride + from + k];
        }
      }
    }
  },
});
