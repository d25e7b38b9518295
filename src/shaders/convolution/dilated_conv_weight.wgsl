// dweight[copy, n, d, k] = Σ da[t, n] x[t - (K-1-k)·dilation, d] and dbias[copy, n] = Σ da[t, n], over the copy's rows.
// What lies before the call's first token comes from the queue if there is one, and is zero otherwise.
// An invocation computes 4 n (the lanes of a vector) and 8 d, for one k.
//#import token_before
@group(0) @binding(1) var<storage, read> da: array<f32>;             // (B, L, 2D)
@group(0) @binding(2) var<storage, read> x: array<f32>;              // (B, L, D)
@group(0) @binding(3) var<storage, read> queue: array<f32>;          // (B, slots, D), if CARRY
@group(0) @binding(4) var<storage, read> cursor: array<i32>;         // [0]: position of the first token, if CARRY
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (copies, 2D, D, K)
@group(0) @binding(6) var<storage, read_write> dbias: array<f32>;    // (copies, 2D)
alias Element = f32;
const WIDTH: u32 = 1u;
const CARRY: u32 = 0u;

fn store(copy: u32, n: u32, d: u32, k: u32, value: f32) {
  if (n < 2u * dims.D && d < dims.D) {
    dweight[((copy * 2u * dims.D + n) * dims.D + d) * dims.K + k] = value;
  }
}

fn store_column(copy: u32, n: u32, d: u32, k: u32, values: vec4f) {
  store(copy, n, d, k, values.x);
  store(copy, n + 1u, d, k, values.y);
  store(copy, n + 2u, d, k, values.z);
  store(copy, n + 3u, d, k, values.w);
}

//#each 64
fn each(i: u32) {
  let across = (dims.D + 7u) / 8u;
  let down = (dims.D + 1u) / 2u;
  if (i >= across * down * dims.K * dims.copies) {
    return;
  }
  let d = i % across * 8u;
  let n = i / across % down * 4u;
  let k = i / (across * down) % dims.K;
  let copy = i / (across * down * dims.K);
  let width = 2u * dims.D;
  let left = min(vec4u(n) + vec4u(0u, 1u, 2u, 3u), vec4u(width - 1u));
  let right0 = min(vec4u(d) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.D - 1u));
  let right1 = min(vec4u(d) + vec4u(4u, 5u, 6u, 7u), vec4u(dims.D - 1u));
  let shift = (dims.K - 1u - k) * dims.dilation;
  let rows = dims.B * dims.L;
  let span = (rows + 4u * dims.copies - 1u) / (4u * dims.copies) * 4u;
  let end = min(rows, (copy + 1u) * span);
  var t = copy * span % dims.L;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  var c4 = vec4f();
  var c5 = vec4f();
  var c6 = vec4f();
  var c7 = vec4f();
  var bias = vec4f();
  for (var row = copy * span; row < end; row++) {
    let at = left + vec4u(row * width);
    let a = vec4f(da[at.x], da[at.y], da[at.z], da[at.w]);
    bias += a;
    let place = find(row, t, shift);
    if (place != NOWHERE) {
      c0 += a * load(place, right0.x);
      c1 += a * load(place, right0.y);
      c2 += a * load(place, right0.z);
      c3 += a * load(place, right0.w);
      c4 += a * load(place, right1.x);
      c5 += a * load(place, right1.y);
      c6 += a * load(place, right1.z);
      c7 += a * load(place, right1.w);
    }
    t = select(t + 1u, 0u, t + 1u == dims.L);
  }
  store_column(copy, n, d, k, c0);
  store_column(copy, n, d + 1u, k, c1);
  store_column(copy, n, d + 2u, k, c2);
  store_column(copy, n, d + 3u, k, c3);
  store_column(copy, n, d + 4u, k, c4);
  store_column(copy, n, d + 5u, k, c5);
  store_column(copy, n, d + 6u, k, c6);
  store_column(copy, n, d + 7u, k, c7);
  if (k == 0u && d == 0u) {
    for (var j = 0u; j < min(4u, width - n); j++) {
      dbias[copy * width + n + j] = bias[j];
    }
  }
}
