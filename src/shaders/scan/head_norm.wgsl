// out = y / rms(y) · weight · silu(z) for each head; without `gated`, silu(z) is 1. An invocation takes a head of a row.
//#import head_gate
@group(0) @binding(1) var<storage, read> y: array<f32>;          // (rows, H V)
@group(0) @binding(2) var<storage, read> values: array<f32>;     // (rows, stride): columns z
@group(0) @binding(3) var<storage, read> weight: array<f32>;     // (V)
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // (rows, H V)

//#each 64 of dims.rows * dims.H
fn each(i: u32) {
  let first = i * dims.V;
  let scale = inverse_rms(first);
  let gate = i / dims.H * dims.stride + dims.z + i % dims.H * dims.V;
  for (var j = 0u; j < dims.V; j++) {
    out[first + j] = y[first + j] * scale * weight[j] * gate_at(gate + j).passed;
  }
}
