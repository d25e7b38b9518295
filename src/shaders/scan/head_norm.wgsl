// out = y / rms(y) · weight · silu(z) for each head; without `gated`, silu(z) is 1. LANES invocations share a head of a row.
//#import head_gate
//#import team_sum
@group(0) @binding(1) var<storage, read> y: array<f32>;          // (rows, H V)
@group(0) @binding(2) var<storage, read> values: array<f32>;     // (rows, stride): columns z
@group(0) @binding(3) var<storage, read> weight: array<f32>;     // (V)
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // (rows, H V)

//#each GROUP
fn each(i: u32) {
  let head = i / LANES;
  let lane = i % LANES;
  let first = head * dims.V;
  let gate = head / dims.H * dims.stride + dims.z + head % dims.H * dims.V;
  let end = select(0u, dims.V, head < dims.rows * dims.H);
  var squares = 0.0;
  for (var j = lane; j < end; j += LANES) {
    squares += y[first + j] * y[first + j];
  }
  let scale = inverseSqrt(team_sum(0u, i % GROUP, vec2f(squares, 0.0)).x / f32(dims.V) + dims.eps);
  for (var j = lane; j < end; j += LANES) {
    out[first + j] = y[first + j] * scale * weight[j] * gate_at(gate + j).passed;
  }
}
