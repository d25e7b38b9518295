//#permutation outer_product
//#permutation outer_product_backward BACKWARD
// All products of a head of d columns: u_i v_j, laid out (d, d, H). An invocation takes a column of a row,
// its neighbours that of the next heads, whose products lie side by side.
@group(0) @binding(1) var<storage, read> u: array<f32>;                // (rows, D)
@group(0) @binding(2) var<storage, read> v: array<f32>;                // (rows, D)
//#if BACKWARD
@group(0) @binding(3) var<storage, read> dproducts: array<f32>;        // (rows, d D)
@group(0) @binding(4) var<storage, read_write> du: array<f32>;         // (rows, D)
@group(0) @binding(5) var<storage, read_write> dv: array<f32>;         // (rows, D)
//#else
@group(0) @binding(3) var<storage, read_write> products: array<f32>;   // (rows, d D)
//#endif

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let d = dims.d;
  let H = dims.D / d;
  let h = i % H;
  let own = i / H % d;
  let row = i / dims.D * dims.D;
  let first = row + h * d;
  let at = first + own;
  //#if BACKWARD
  var of_u = 0.0;
  var of_v = 0.0;
  for (var other = 0u; other < d; other++) {
    of_u += dproducts[row * d + (own * d + other) * H + h] * v[first + other];
    of_v += dproducts[row * d + (other * d + own) * H + h] * u[first + other];
  }
  if ((dims.accumulate & 1u) != 0u) {
    of_u += du[at];
  }
  if ((dims.accumulate & 2u) != 0u) {
    of_v += dv[at];
  }
  du[at] = of_u;
  dv[at] = of_v;
  //#else
  for (var other = 0u; other < d; other++) {
    products[row * d + (own * d + other) * H + h] = u[at] * v[first + other];
  }
  //#endif
}
