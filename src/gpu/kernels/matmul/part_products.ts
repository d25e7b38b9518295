import { allOf, defineKernel, u32 } from '../../kernel';

/**
 * Six parts with K columns of `values` (rows, 6K) each and `na` to `nf` columns of `out`, one behind the other. From part `turned` on, a
 * weight is (in, out), before it (out, in).
 */
const PARTS = u32('rows', 'K', 'na', 'nb', 'nc', 'nd', 'ne', 'nf', 'turned', 'stride', 'y');

type Parts = Readonly<Record<keyof typeof PARTS, number>>;

/** Rows and columns of the result that a workgroup computes. */
const TILE = 32;

export function partWidths({ na, nb, nc, nd, ne, nf }: Pick<Parts, 'na' | 'nb' | 'nc' | 'nd' | 'ne' | 'nf'>): number[] {
  return [na, nb, nc, nd, ne, nf];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const tiles = (width: number): number => Math.ceil(width / TILE);
const work = (dims: Pick<Parts, 'rows' | 'K' | 'na' | 'nb' | 'nc' | 'nd' | 'ne' | 'nf'>): number => {
  return dims.rows * dims.K * sum(partWidths(dims));
};

/** Each part: its width, where its columns of the result begin, and where the weight of input k and output n lies. */
function partsOf(dims: Omit<Parts, 'rows'>) {
  const { K, turned, y } = dims;
  let first = y;
  return partWidths(dims).map((width, part) => {
    const column = first;
    first += width;
    return { part, width, column, place: (k: number, n: number) => (part < turned ? n * K + k : k * width + n) };
  });
}

/**
 * Columns y of `out` (rows, stride): the product of each part of `values` with its weight; of part `curved` the tanh of its product, of
 * `opened` the sigmoid.
 */
export const partProducts = defineKernel({
  name: 'part_products',
  buffers: { ...allOf('read', 'values', 'a', 'b', 'c', 'd', 'e', 'f'), out: 'write' },
  dims: { ...PARTS, ...u32('curved', 'opened') },
  work,
  grid: dims => [sum(partWidths(dims).map(tiles)), tiles(dims.rows), 1],
  reference({ values, a, b, c, d, e, f, out }, { rows, curved, opened, ...dims }) {
    const { K, stride } = dims;
    const weights = [a, b, c, d, e, f];
    for (const { part, width, column, place } of partsOf(dims)) {
      for (let row = 0; row < rows; row++) {
        for (let n = 0; n < width; n++) {
          let product = 0;
          for (let k = 0; k < K; k++) product += values[(row * 6 + part) * K + k] * weights[part][place(k, n)];
          if (part === curved) product = Math.tanh(product);
          if (part === opened) product = 1 / (1 + Math.exp(-product));
          out[row * stride + column + n] = product;
        }
      }
    }
  },
});

/** Adjoint of `part_products` for `values`, from the gradient of the products before they are curved, columns y of `dout` (rows, stride). */
export const partProductsInput = defineKernel({
  name: 'part_products_input',
  buffers: { ...allOf('read', 'dout', 'a', 'b', 'c', 'd', 'e', 'f'), dvalues: 'write' },
  dims: PARTS,
  work,
  grid: ({ rows, K }) => [6 * tiles(K), tiles(rows), 1],
  reference({ dout, a, b, c, d, e, f, dvalues }, { rows, ...dims }) {
    const { K, stride } = dims;
    const weights = [a, b, c, d, e, f];
    for (const { part, width, column, place } of partsOf(dims)) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < K; k++) {
          let product = 0;
          for (let n = 0; n < width; n++) product += dout[row * stride + column + n] * weights[part][place(k, n)];
          dvalues[(row * 6 + part) * K + k] = product;
        }
      }
    }
  },
});

/** The same for the weights: a copy of each for each `chunk` of rows. */
export const partProductsWeight = defineKernel({
  name: 'part_products_weight',
  buffers: { ...allOf('read', 'values', 'dout'), ...allOf('write', 'da', 'db', 'dc', 'dd', 'de', 'df') },
  dims: { ...PARTS, ...u32('chunk') },
  work,
  grid: dims => [sum(partWidths(dims).map(tiles)) * tiles(dims.K), 1, Math.ceil(dims.rows / dims.chunk)],
  reference({ values, dout, da, db, dc, dd, de, df }, { rows, chunk, ...dims }) {
    const { K, stride } = dims;
    const gradients = [da, db, dc, dd, de, df];
    for (const { part, width, column, place } of partsOf(dims)) {
      gradients[part].fill(0);
      for (let row = 0; row < rows; row++) {
        const copy = Math.floor(row / chunk) * K * width;
        for (let n = 0; n < width; n++) {
          const pull = dout[row * stride + column + n];
          for (let k = 0; k < K; k++) gradients[part][copy + place(k, n)] += pull * values[(row * 6 + part) * K + k];
        }
      }
    }
  },
});
