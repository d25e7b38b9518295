//#import sigmoid
fn gated_rms_norm(
  local: u32, y: u32, x: u32, z: u32, skip: u32, weight: u32, E: u32, H: u32, G: u32, eps: f32, out: u32,
) {
  for (var e = local; e < E; e += GROUP) {
    let gate = workspace[z + e];
    workspace[y + e] = (workspace[y + e] + parameters[skip + e * H / E] * workspace[x + e]) * gate * sigmoid(gate);
  }
  workgroupBarrier();
  let width = E / G;
  for (var first = 0u; first < E; first += width) {
    var squares = 0.0;
    for (var e = first; e < first + width; e++) {
      squares += workspace[y + e] * workspace[y + e];
    }
    let scale = inverseSqrt(squares / f32(width) + eps);
    for (var e = first + local; e < first + width; e += GROUP) {
      workspace[out + e] = workspace[y + e] * scale * parameters[weight + e];
    }
  }
}
