// Gradients of the parameters of gated_rms_norm: dweight = Σ dout v r, dskip = Σ dy x over the columns of a head. Each segment of
// rows has its own copy.
// LANES invocations share a head of a segment, each some of its columns.
//#import gated
//#import head_segment
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, E)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(3) var<storage, read> skip: array<f32>;           // (H)
@group(0) @binding(4) var<storage, read> scale: array<f32>;          // (rows, G)
@group(0) @binding(5) var<storage, read> dout: array<f32>;           // (rows, E)
@group(0) @binding(6) var<storage, read> dy: array<f32>;             // (rows, E)
@group(0) @binding(7) var<storage, read_write> dskip: array<f32>;    // (copies, H)
@group(0) @binding(8) var<storage, read_write> dweight: array<f32>;  // (copies, E)

//#each GROUP
fn each(i: u32) {
  let own = head_segment(i);
  let width = dims.E / dims.H;
  let here = own.begin < own.end;
  var of_skip = 0.0;
  for (var e = own.head * width + own.lane; e < (own.head + 1u) * width && here; e += LANES) {
    var of_weight = 0.0;
    for (var row = own.begin; row < own.end; row++) {
      let at = gated_at(row, e);
      let v = at.inner * at.z * at.open;
      of_weight += dout[row * dims.E + e] * v * scale[row * dims.G + e * dims.G / dims.E];
      of_skip += dy[row * dims.E + e] * values[row * dims.stride + dims.x + e];
    }
    dweight[own.begin / dims.segment * dims.E + e] = of_weight;
  }
  let sum = team_sum(0u, i % GROUP, vec2f(of_skip, 0.0)).x;
  if (here && own.lane == 0u) {
    dskip[own.copy] = sum;
  }
}
