// The gradients of the parameters of low_rank, a copy for each segment of rows. An invocation takes an element of a copy: of the
// weights one behind the other, and then of the biases, whose input is 1.
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride): columns x
@group(0) @binding(2) var<storage, read> dout: array<f32>;           // (rows, out_stride): columns y, 3N
@group(0) @binding(3) var<storage, read_write> da: array<f32>;       // (copies, ka, N)
@group(0) @binding(4) var<storage, read_write> db: array<f32>;       // (copies, kb, N)
@group(0) @binding(5) var<storage, read_write> dc: array<f32>;       // (copies, kc, N)
@group(0) @binding(6) var<storage, read_write> da_bias: array<f32>;  // (copies, N)
@group(0) @binding(7) var<storage, read_write> db_bias: array<f32>;  // (copies, N)

//#each 64
fn each(i: u32) {
  let ranks = dims.ka + dims.kb + dims.kc;
  let copy = i / dims.N / (ranks + 2u);
  let k = i / dims.N % (ranks + 2u);
  let n = i % dims.N;
  let first = copy * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let to_c = dims.ka + dims.kb;
  var part = 0u;
  if (k >= dims.ka) {
    part = select(2u, 1u, k < to_c);
  }
  if (k >= ranks) {
    part = k - ranks;
  }
  var sum = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    var value = 1.0;
    if (k < ranks) {
      value = values[row * dims.stride + dims.x + k];
    }
    sum += value * dout[row * dims.out_stride + dims.y + part * dims.N + n];
  }
  if (k < dims.ka) {
    da[(copy * dims.ka + k) * dims.N + n] = sum;
  } else if (k < to_c) {
    db[(copy * dims.kb + k - dims.ka) * dims.N + n] = sum;
  } else if (k < ranks) {
    dc[(copy * dims.kc + k - to_c) * dims.N + n] = sum;
  } else if (k == ranks) {
    da_bias[copy * dims.N + n] = sum;
  } else {
    db_bias[copy * dims.N + n] = sum;
  }
}
