//#permutation token_mix
//#permutation token_mix_input INPUT
// Six mixtures of a token and the one before it, x + (x' - x) share.
//#if INPUT
// Its adjoint for the tokens: each has a part of its own mixtures, and one of those of the next.
@group(0) @binding(1) var<storage, read> dmixed: array<f32>;       // (B, L, 6D)
//#else
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (B, L + padded, D)
//#endif
@group(0) @binding(2) var<storage, read> a: array<f32>;            // (D), and so to f
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> c: array<f32>;
@group(0) @binding(5) var<storage, read> d: array<f32>;
@group(0) @binding(6) var<storage, read> e: array<f32>;
@group(0) @binding(7) var<storage, read> f: array<f32>;
//#if INPUT
@group(0) @binding(8) var<storage, read_write> dx: array<f32>;     // (B, L, D)
//#else
@group(0) @binding(8) var<storage, read_write> mixed: array<f32>;  // (B, L, 6D)
//#endif

//#each 64 of dims.B * dims.L * dims.D
fn each(i: u32) {
  let row = i / dims.D;
  let column = i % dims.D;
  var shares = array<f32, 6>(a[column], b[column], c[column], d[column], e[column], f[column]);
  let first = row * 6u * dims.D + column;
  //#if INPUT
  var sum = 0.0;
  for (var part = 0u; part < 6u; part++) {
    sum += dmixed[first + part * dims.D] * (1.0 - shares[part]);
    if (row % dims.L + 1u < dims.L) {
      sum += dmixed[first + (6u + part) * dims.D] * shares[part];
    }
  }
  if ((dims.accumulate & 1u) != 0u) {
    sum += dx[i];
  }
  dx[i] = sum;
  //#else
  let at = (row / dims.L * (dims.L + dims.padded) + row % dims.L + dims.padded) * dims.D + column;
  let own = values[at];
  var before = 0.0;
  if (row % dims.L + dims.padded > 0u) {
    before = values[at - dims.D];
  }
  for (var part = 0u; part < 6u; part++) {
    mixed[first + part * dims.D] = own + (before - own) * shares[part];
  }
  //#endif
}
