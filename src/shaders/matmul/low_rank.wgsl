//#permutation low_rank
//#permutation low_rank_input INPUT
// The second products of three maps of low rank: ka, kb, and kc columns of a row by weights (in, N). The first are of a tanh, the
// last of a sigmoid.
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride): columns x
//#if INPUT
// The gradient of what these were taken of. An invocation takes a column of a row.
@group(0) @binding(2) var<storage, read> dout: array<f32>;           // (rows, out_stride): columns y, 3N
@group(0) @binding(3) var<storage, read> a: array<f32>;              // (ka, N)
@group(0) @binding(4) var<storage, read> b: array<f32>;              // (kb, N)
@group(0) @binding(5) var<storage, read> c: array<f32>;              // (kc, N)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dx
//#else
// An invocation takes a column of a row of the result.
@group(0) @binding(2) var<storage, read> a: array<f32>;              // (ka, N)
@group(0) @binding(3) var<storage, read> b: array<f32>;              // (kb, N)
@group(0) @binding(4) var<storage, read> c: array<f32>;              // (kc, N)
@group(0) @binding(5) var<storage, read> a_bias: array<f32>;         // (N)
@group(0) @binding(6) var<storage, read> b_bias: array<f32>;         // (N)
@group(0) @binding(7) var<storage, read_write> out: array<f32>;      // (rows, out_stride): columns y, 3N
//#endif

//#if INPUT
//#each 64 of dims.rows * (dims.ka + dims.kb + dims.kc)
fn each(i: u32) {
  let ranks = dims.ka + dims.kb + dims.kc;
  let row = i / ranks;
  let own = i % ranks;
  let pull = row * dims.out_stride + dims.y;
  let value = values[row * dims.stride + dims.x + own];
  var sum = 0.0;
  if (own < dims.ka) {
    for (var n = 0u; n < dims.N; n++) {
      sum += dout[pull + n] * a[own * dims.N + n];
    }
    sum *= 1.0 - value * value;
  } else if (own < dims.ka + dims.kb) {
    for (var n = 0u; n < dims.N; n++) {
      sum += dout[pull + dims.N + n] * b[(own - dims.ka) * dims.N + n];
    }
  } else {
    for (var n = 0u; n < dims.N; n++) {
      sum += dout[pull + 2u * dims.N + n] * c[(own - dims.ka - dims.kb) * dims.N + n];
    }
    sum *= value * (1.0 - value);
  }
  let place = row * dims.d_stride + dims.dx + own;
  if ((dims.accumulate & 1u) != 0u) {
    sum += dvalues[place];
  }
  dvalues[place] = sum;
}
//#else
//#each 64 of dims.rows * 3u * dims.N
fn each(i: u32) {
  let row = i / dims.N / 3u;
  let part = i / dims.N % 3u;
  let n = i % dims.N;
  let given = row * dims.stride + dims.x;
  var sum = 0.0;
  if (part == 0u) {
    sum = a_bias[n];
    for (var k = 0u; k < dims.ka; k++) {
      sum += values[given + k] * a[k * dims.N + n];
    }
  } else if (part == 1u) {
    sum = b_bias[n];
    for (var k = 0u; k < dims.kb; k++) {
      sum += values[given + dims.ka + k] * b[k * dims.N + n];
    }
  } else {
    for (var k = 0u; k < dims.kc; k++) {
      sum += values[given + dims.ka + dims.kb + k] * c[k * dims.N + n];
    }
  }
  out[row * dims.out_stride + dims.y + part * dims.N + n] = sum;
}
//#endif
