import { eachProduct } from '../../pointwise/head_products';
import { defineStep } from '../step';

/** As `inner_product`: q (D), products (d D) -> y (D). y may not be where q or the products are. */
export const innerProduct = defineStep({
  name: 'inner_product',
  operands: ['q', 'products', 'D', 'd', 'y'],
  twin({ q, products, D, d, y }, { workspace }) {
    workspace.fill(0, y, y + D);
    eachProduct({ rows: 1, D, d }, (left, _, product, read) => {
      workspace[y + read] += workspace[q + left] * workspace[products + product];
    });
  },
});
