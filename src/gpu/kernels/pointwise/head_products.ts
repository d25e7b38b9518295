import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

// D = H d columns are H heads of d, head after head. d² H products are laid out (d, d, H): place (i, j, h) is (i d + j) H + h.

const SIZES = u32('rows', 'D', 'd');

interface Sizes {
  readonly rows: number;
  readonly D: number;
  readonly d: number;
}

const grid = ({ rows, D }: Sizes) => linearGrid(rows * D, 64);
const work = ({ rows, D, d }: Sizes): number => rows * D * d * 4;

/** Calls `visit` with the places of u_i and of v_j in (rows, D), of their product in (rows, d D), and of what is read of it in (rows, D). */
export function eachProduct(
  { rows, D, d }: Sizes,
  visit: (left: number, right: number, product: number, read: number) => void,
): void {
  const H = D / d;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        for (let h = 0; h < H; h++) {
          visit(row * D + h * d + i, row * D + h * d + j, row * D * d + (i * d + j) * H + h, row * D + j * H + h);
        }
      }
    }
  }
}

/** All products of a head: u, v (rows, D) -> products (rows, d D), u_i v_j. */
export const outerProduct = defineKernel({
  name: 'outer_product',
  buffers: { ...allOf('read', 'u', 'v'), products: 'write' },
  dims: SIZES,
  grid,
  work,
  reference({ u, v, products }, sizes) {
    eachProduct(sizes, (left, right, product) => {
      products[product] = u[left] * v[right];
    });
  },
});

export const outerProductBackward = defineKernel({
  name: 'outer_product_backward',
  buffers: { ...allOf('read', 'u', 'v', 'dproducts'), ...allOf('accumulate', 'du', 'dv') },
  dims: SIZES,
  grid,
  work,
  reference({ u, v, dproducts }, sizes, put) {
    const [du, dv] = [new Float64Array(sizes.rows * sizes.D), new Float64Array(sizes.rows * sizes.D)];
    eachProduct(sizes, (left, right, product) => {
      du[left] += dproducts[product] * v[right];
      dv[right] += dproducts[product] * u[left];
    });
    du.forEach((value, i) => {
      put.du(i, value);
    });
    dv.forEach((value, i) => {
      put.dv(i, value);
    });
  },
});

/** q (rows, D) reads them: out (rows, D), at place (j, h) of (d, H) Σ_i q_i products_ij. The order of columns changes, as in H3. */
export const innerProduct = defineKernel({
  name: 'inner_product',
  buffers: { ...allOf('read', 'q', 'products'), out: 'write' },
  dims: SIZES,
  grid,
  work,
  reference({ q, products, out }, sizes) {
    out.fill(0);
    eachProduct(sizes, (left, _, product, read) => {
      out[read] += q[left] * products[product];
    });
  },
});

export const innerProductBackward = defineKernel({
  name: 'inner_product_backward',
  buffers: { ...allOf('read', 'q', 'products', 'dout'), dq: 'accumulate', dproducts: 'write' },
  dims: SIZES,
  grid,
  work,
  reference({ q, products, dout, dproducts }, sizes, put) {
    const dq = new Float64Array(sizes.rows * sizes.D);
    eachProduct(sizes, (left, _, product, read) => {
      dq[left] += dout[read] * products[product];
      dproducts[product] = dout[read] * q[left];
    });
    dq.forEach((value, i) => {
      put.dq(i, value);
    });
  },
});
