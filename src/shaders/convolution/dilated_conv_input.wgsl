// dx[t, d] (+)= Σ_k Σ_n da[t + (K-1-k)·dilation, n] weight[n, d, k], within each sequence.
// A part takes taps `start` to `stop`. Parts after the first add to dx.
// An invocation computes 4 rows (the lanes of a vector) of 8 channels.
@group(0) @binding(1) var<storage, read> da: array<f32>;        // (B, L, 2D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;    // (2D, D, K)
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // (B, L, D)

fn store(row: u32, channel: u32, value: f32) {
  if (row >= dims.B * dims.L || channel >= dims.D) {
    return;
  }
  let at = row * dims.D + channel;
  if ((dims.accumulate & 1u) != 0u || dims.start > 0u) {
    dx[at] += value;
  } else {
    dx[at] = value;
  }
}

fn store_column(row: u32, channel: u32, values: vec4f) {
  store(row, channel, values.x);
  store(row + 1u, channel, values.y);
  store(row + 2u, channel, values.z);
  store(row + 3u, channel, values.w);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let channel = invocation.x * 8u;
  let row = invocation.y * 4u;
  let last = dims.B * dims.L - 1u;
  if (channel >= dims.D || row > last) {
    return;
  }
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  let columns0 = min(vec4u(channel) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.D - 1u)) * dims.K;
  let columns1 = min(vec4u(channel) + vec4u(4u, 5u, 6u, 7u), vec4u(dims.D - 1u)) * dims.K;
  let width = 2u * dims.D;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  var c4 = vec4f();
  var c5 = vec4f();
  var c6 = vec4f();
  var c7 = vec4f();
  for (var k = dims.start; k < dims.stop; k++) {
    let shift = (dims.K - 1u - k) * dims.dilation;
    let inside = rows % vec4u(dims.L) + vec4u(shift) < vec4u(dims.L);
    let known = select(vec4f(0.0), vec4f(1.0), inside);
    let place = select(vec4u(0u), rows + vec4u(shift), inside) * width;
    for (var n = 0u; n < width; n++) {
      let v = vec4f(da[place.x + n], da[place.y + n], da[place.z + n], da[place.w + n]) * known;
      let tap = vec4u(n * dims.D * dims.K + k);
      let w0 = columns0 + tap;
      let w1 = columns1 + tap;
      c0 += v * weight[w0.x];
      c1 += v * weight[w0.y];
      c2 += v * weight[w0.z];
      c3 += v * weight[w0.w];
      c4 += v * weight[w1.x];
      c5 += v * weight[w1.y];
      c6 += v * weight[w1.z];
      c7 += v * weight[w1.w];
    }
  }
  store_column(row, channel, c0);
  store_column(row, channel + 1u, c1);
  store_column(row, channel + 2u, c2);
  store_column(row, channel + 3u, c3);
  store_column(row, channel + 4u, c4);
  store_column(row, channel + 5u, c5);
  store_column(row, channel + 6u, c6);
  store_column(row, channel + 7u, c7);
}
