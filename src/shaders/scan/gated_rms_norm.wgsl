// v = (y + skip x) silu(z), out = v / rms(v) · weight, with rms over each of G groups of columns.
//#import gated_team
@group(0) @binding(1) var<storage, read> y: array<f32>;            // (rows, E)
@group(0) @binding(2) var<storage, read> values: array<f32>;       // (rows, stride): columns x and z
@group(0) @binding(3) var<storage, read> skip: array<f32>;         // (H): each for E / H columns
@group(0) @binding(4) var<storage, read> weight: array<f32>;       // (E)
@group(0) @binding(5) var<storage, read_write> out: array<f32>;    // (rows, E)
@group(0) @binding(6) var<storage, read_write> scale: array<f32>;  // (rows, G): 1 / rms(v)

//#each GROUP
fn each(i: u32) {
  let part = part_of(i);
  var squares = 0.0;
  for (var e = part.first; e < part.last; e += LANES) {
    let at = gated_at(part.row, e);
    let v = at.inner * at.z * at.open;
    out[part.row * dims.E + e] = v;
    squares += v * v;
  }
  let own = inverseSqrt(team_sum(0u, i % GROUP, vec2f(squares, 0.0)).x / part.width + dims.eps);
  if (part.row < dims.rows && i % LANES == 0u) {
    scale[part.row * dims.G + part.group] = own;
  }
  for (var e = part.first; e < part.last; e += LANES) {
    out[part.row * dims.E + e] *= own * weight[e];
  }
}
