//#permutation inner_product
//#permutation inner_product_backward BACKWARD
// Reads the products of a head, (d, d, H), by q: column (j, h) of (d, H) is Σ_i q_i products_ij.
@group(0) @binding(1) var<storage, read> q: array<f32>;                // (rows, D)
@group(0) @binding(2) var<storage, read> products: array<f32>;         // (rows, d D)
//#if BACKWARD
@group(0) @binding(3) var<storage, read> dout: array<f32>;             // (rows, D)
@group(0) @binding(4) var<storage, read_write> dq: array<f32>;         // (rows, D)
@group(0) @binding(5) var<storage, read_write> dproducts: array<f32>;  // (rows, d D)
//#else
@group(0) @binding(3) var<storage, read_write> out: array<f32>;        // (rows, D)
//#endif

//#each 64 of dims.rows * dims.D
fn each(c: u32) {
  let d = dims.d;
  let H = dims.D / d;
  let base = c / dims.D * dims.D;
  let row = base * d;
  let h = c % H;
  //#if BACKWARD
  // An invocation takes a column of q, its neighbours that of the next heads, whose products lie side by side.
  let own = c / H % d;
  let to = base + h * d + own;
  var sum = 0.0;
  for (var j = 0u; j < d; j++) {
    let pull = dout[base + j * H + h];
    let product = row + (own * d + j) * H + h;
    sum += pull * products[product];
    dproducts[product] = pull * q[to];
  }
  if ((dims.accumulate & 1u) != 0u) {
    sum += dq[to];
  }
  dq[to] = sum;
  //#else
  // An invocation takes a column of the result.
  let j = c % dims.D / H;
  var sum = 0.0;
  for (var i = 0u; i < d; i++) {
    sum += q[base + h * d + i] * products[row + (i * d + j) * H + h];
  }
  out[c] = sum;
  //#endif
}
