// Adjoint of minimal_gates, from columns to columns of the rows of gradients. With z = sigmoid(open):
//   dopen = (db g(hidden) - da) z (1 - z),  dhidden = db z g'.  If paired, dgate = dopen (1 - i), dforget = -dopen (1 - f).
//#import sigmoid
//#import softplus
//#import minimal
@group(0) @binding(1) var<storage, read> values: array<f32>;           // (rows, stride)
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;  // (rows, d_stride)

//#each 64 of dims.rows * dims.E
fn each(i: u32) {
  let at = i / dims.E * dims.stride + i % dims.E;
  let d_at = i / dims.E * dims.d_stride + i % dims.E;
  let hidden = values[at + dims.hidden];
  let gate = values[at + dims.gate];
  let forget = values[at + dims.forget];
  let open = openness(gate, forget, dims.paired);
  let z = sigmoid(open);
  let da = gradients[d_at + dims.da];
  let db = gradients[d_at + dims.db];
  var slope = 1.0;
  if (dims.positive == 1u && hidden < 0.0) {
    let below = sigmoid(hidden);
    slope = below * (1.0 - below);
  }
  let pull = (db * candidate(hidden, dims.positive) - da) * z * sigmoid(-open);
  gradients[d_at + dims.dhidden] = db * z * slope;
  if (dims.paired == 0u) {
    gradients[d_at + dims.dgate] = pull;
  } else {
    gradients[d_at + dims.dgate] = pull * sigmoid(-gate);
    gradients[d_at + dims.dforget] = -pull * sigmoid(-forget);
  }
}
