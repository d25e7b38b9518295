import { eachProduct } from '../../pointwise/head_products';
import { defineStep } from '../step';

/** As `outer_product`: u, v (D) -> y (d D). */
export const outerProduct = defineStep({
  name: 'outer_product',
  operands: ['u', 'v', 'D', 'd', 'y'],
  twin({ u, v, D, d, y }, { workspace }) {
    eachProduct({ rows: 1, D, d }, (left, right, product) => {
      workspace[y + product] = workspace[u + left] * workspace[v + right];
    });
  },
});
