import {
  innerProduct as inner,
  innerProductBackward as innerBackward,
  outerProduct as outer,
  outerProductBackward as outerBackward,
} from '../../gpu/kernels/pointwise/head_products';
import { rowsAndWidth } from '../dims';
import type { Tape, Var } from '../tape';

/** All products of each head of d columns: u, v (..., D) -> (..., d D), laid out (d, d, D / d). */
export function outerProduct(tape: Tape, u: Var, v: Var, d: number): Var {
  const [rows, D] = rowsAndWidth(u);
  const products = tape.variable('products', [...u.shape.slice(0, -1), d * D]);
  const read = { u: u.data, v: v.data };
  tape.run(outer, { ...read, products: products.data }, { rows, D, d });
  if (products.grad && u.grad && v.grad) {
    tape.pull(outerBackward, { ...read, dproducts: products.grad, du: u.grad, dv: v.grad }, { rows, D, d });
  }
  return products;
}

/** What q (..., D) reads of them: (..., D), laid out (d, D / d). Backward overwrites the gradient of the products. */
export function innerProduct(tape: Tape, q: Var, products: Var, d: number): Var {
  const [rows, D] = rowsAndWidth(q);
  const out = tape.variable('read products', q.shape);
  const read = { q: q.data, products: products.data };
  tape.run(inner, { ...read, out: out.data }, { rows, D, d });
  if (out.grad && q.grad && products.grad) {
    const gradients = { dq: q.grad, dproducts: products.grad };
    tape.pull(innerBackward, { ...read, dout: out.grad, ...gradients }, { rows, D, d });
  }
  return out;
}
