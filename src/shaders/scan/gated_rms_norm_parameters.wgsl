// Gradients of the parameters of gated_rms_norm: dweight = Σ dout v r, dskip = Σ dy x over the columns of a head. Each segment of
// rows has its own copy.
// An invocation takes a head of a segment.
//#import gated
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, E)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(3) var<storage, read> skip: array<f32>;           // (H)
@group(0) @binding(4) var<storage, read> scale: array<f32>;          // (rows, G)
@group(0) @binding(5) var<storage, read> dout: array<f32>;           // (rows, E)
@group(0) @binding(6) var<storage, read> dy: array<f32>;             // (rows, E)
@group(0) @binding(7) var<storage, read_write> dskip: array<f32>;    // (copies, H)
@group(0) @binding(8) var<storage, read_write> dweight: array<f32>;  // (copies, E)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let first = id.x / dims.H * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let head = id.x % dims.H;
  let width = dims.E / dims.H;
  let last = min(first + dims.segment, dims.rows);
  var of_skip = 0.0;
  for (var e = head * width; e < (head + 1u) * width; e++) {
    var of_weight = 0.0;
    for (var row = first; row < last; row++) {
      let at = gated_at(row, e);
      let v = at.inner * at.z * at.open;
      of_weight += dout[row * dims.E + e] * v * scale[row * dims.G + e * dims.G / dims.E];
      of_skip += dy[row * dims.E + e] * values[row * dims.stride + dims.x + e];
    }
    dweight[id.x / dims.H * dims.E + e] = of_weight;
  }
  dskip[id.x] = of_skip;
}
