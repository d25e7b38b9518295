// Adjoint of head_norm. With r = 1 / rms(y), n = y r, g = silu(z), and d = dout weight g:
//   dy = r (d - n mean(d n)),  dz = dout weight n silu'(z),  dweight = Σ dout n g.
// An invocation takes a head of a segment of rows, with its own copy of dweight.
//#import head_gate
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, H V)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(3) var<storage, read> weight: array<f32>;         // (V)
@group(0) @binding(4) var<storage, read> dout: array<f32>;           // (rows, H V)
@group(0) @binding(5) var<storage, read_write> dy: array<f32>;       // (rows, H V)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dz
@group(0) @binding(7) var<storage, read_write> dweight: array<f32>;  // (copies, V)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let begin = id.x / dims.H * dims.segment;
  if (begin >= dims.rows) {
    return;
  }
  let head = id.x % dims.H;
  let copy = id.x * dims.V;
  for (var j = 0u; j < dims.V; j++) {
    dweight[copy + j] = 0.0;
  }
  for (var row = begin; row < min(begin + dims.segment, dims.rows); row++) {
    let first = (row * dims.H + head) * dims.V;
    let scale = inverse_rms(first);
    let gate = row * dims.stride + dims.z + head * dims.V;
    var along = 0.0;
    for (var j = 0u; j < dims.V; j++) {
      let own = gate_at(gate + j);
      let pull = dout[first + j] * y[first + j] * scale;
      along += pull * own.passed * weight[j];
      dweight[copy + j] += pull * own.passed;
      if (dims.gated == 1u) {
        dvalues[row * dims.d_stride + dims.dz + head * dims.V + j] = pull * weight[j] * own.slope;
      }
    }
    along /= f32(dims.V);
    for (var j = 0u; j < dims.V; j++) {
      let pull = dout[first + j] * weight[j] * gate_at(gate + j).passed;
      dy[first + j] = scale * (pull - y[first + j] * scale * along);
    }
  }
}
