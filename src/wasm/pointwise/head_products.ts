import { at } from '../shared/lanes';

// A unit of all is a row. Products are laid out (d, d, H).

export function outer_product(from: u32, to: u32, u: usize, v: usize, products: usize, D: u32, d: u32): void {
  const H = D / d;
  for (let row = from; row < to; row++) {
    for (let i: u32 = 0; i < d; i++) {
      for (let j: u32 = 0; j < d; j++) {
        const own = at(products, row * D * d + (i * d + j) * H);
        for (let h: u32 = 0; h < H; h++) {
          const head = row * D + h * d;
          store<f32>(at(own, h), load<f32>(at(u, head + i)) * load<f32>(at(v, head + j)));
        }
      }
    }
  }
}

/** Writes to a gradient: overwrites it, or adds to it. */
function put(to: usize, value: f32, adds: bool): void {
  store<f32>(to, adds ? load<f32>(to) + value : value);
}

export function outer_product_backward(
  from: u32,
  to: u32,
  u: usize,
  v: usize,
  dproducts: usize,
  du: usize,
  dv: usize,
  D: u32,
  d: u32,
  accumulate: u32,
): void {
  const H = D / d;
  for (let row = from; row < to; row++) {
    for (let c: u32 = 0; c < D; c++) {
      const own = c % d;
      const h = c / d;
      const head = row * D + h * d;
      const pulls = at(dproducts, row * D * d + h);
      let ofU: f32 = 0;
      let ofV: f32 = 0;
      for (let other: u32 = 0; other < d; other++) {
        ofU += load<f32>(at(pulls, (own * d + other) * H)) * load<f32>(at(v, head + other));
        ofV += load<f32>(at(pulls, (other * d + own) * H)) * load<f32>(at(u, head + other));
      }
      put(at(du, row * D + c), ofU, (accumulate & 1) !== 0);
      put(at(dv, row * D + c), ofV, (accumulate & 2) !== 0);
    }
  }
}

export function inner_product(from: u32, to: u32, q: usize, products: usize, out: usize, D: u32, d: u32): void {
  const H = D / d;
  for (let row = from; row < to; row++) {
    for (let j: u32 = 0; j < d; j++) {
      for (let h: u32 = 0; h < H; h++) {
        let sum: f32 = 0;
        for (let i: u32 = 0; i < d; i++) {
          const product = at(products, row * D * d + (i * d + j) * H + h);
          sum += load<f32>(at(q, row * D + h * d + i)) * load<f32>(product);
        }
        store<f32>(at(out, row * D + j * H + h), sum);
      }
    }
  }
}

export function inner_product_backward(
  from: u32,
  to: u32,
  q: usize,
  products: usize,
  dout: usize,
  dq: usize,
  dproducts: usize,
  D: u32,
  d: u32,
  accumulate: u32,
): void {
  const H = D / d;
  for (let row = from; row < to; row++) {
    for (let c: u32 = 0; c < D; c++) {
      const own = load<f32>(at(q, row * D + c));
      let sum: f32 = 0;
      for (let j: u32 = 0; j < d; j++) {
        const pull = load<f32>(at(dout, row * D + j * H + c / d));
        const product = row * D * d + ((c % d) * d + j) * H + c / d;
        sum += pull * load<f32>(at(products, product));
        store<f32>(at(dproducts, product), pull * own);
      }
      put(at(dq, row * D + c), sum, accumulate !== 0);
    }
  }
}

export function outer_product_units(rows: u32): u32 {
  return rows;
}

export function outer_product_backward_units(rows: u32): u32 {
  return rows;
}

export function inner_product_units(rows: u32): u32 {
  return rows;
}

export function inner_product_backward_units(rows: u32): u32 {
  return rows;
}
