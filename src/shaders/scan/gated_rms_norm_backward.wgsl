// Adjoint of gated_rms_norm without its parameters. With n columns in a group and r = 1 / rms(v):
//   dv = r (weight dout - v r² / n Σ weight dout v),  dy = dv silu(z),  dx = skip dy,  dz = dv (y + skip x) silu'(z).
//#import gated_team
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, E)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(3) var<storage, read> skip: array<f32>;           // (H)
@group(0) @binding(4) var<storage, read> weight: array<f32>;         // (E)
@group(0) @binding(5) var<storage, read> scale: array<f32>;          // (rows, G)
@group(0) @binding(6) var<storage, read> dout: array<f32>;           // (rows, E)
@group(0) @binding(7) var<storage, read_write> dy: array<f32>;       // (rows, E)
@group(0) @binding(8) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dx and dz

//#each GROUP
fn each(i: u32) {
  let part = part_of(i);
  let r = scale[min(part.row, dims.rows - 1u) * dims.G + part.group];
  var product = 0.0;
  for (var e = part.first; e < part.last; e += LANES) {
    let at = gated_at(part.row, e);
    product += weight[e] * dout[part.row * dims.E + e] * at.inner * at.z * at.open;
  }
  let along = team_sum(0u, i % GROUP, vec2f(product, 0.0)).x * r * r / part.width;
  for (var e = part.first; e < part.last; e += LANES) {
    let at = gated_at(part.row, e);
    let dv = r * (weight[e] * dout[part.row * dims.E + e] - along * at.inner * at.z * at.open);
    dy[part.row * dims.E + e] = dv * at.z * at.open;
    dvalues[part.row * dims.d_stride + dims.dx + e] = at.own * dv * at.z * at.open;
    dvalues[part.row * dims.d_stride + dims.dz + e] = dv * at.inner * at.open * (1.0 + at.z * (1.0 - at.open));
  }
}
