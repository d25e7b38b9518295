// Adjoint of min_gru_gates, from columns to columns of the rows of gradients.
//   With z = sigmoid(gate): dgate = (db g(hidden) - da) z (1 - z), dhidden = db z g'.
//#import sigmoid
//#import positive_candidate
@group(0) @binding(1) var<storage, read> values: array<f32>;          // (rows, stride)
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;  // (rows, d_stride)

//#each 64 of dims.rows * dims.E
fn each(i: u32) {
  let at = i / dims.E * dims.stride + i % dims.E;
  let d_at = i / dims.E * dims.d_stride + i % dims.E;
  let hidden = values[at + dims.hidden];
  let z = sigmoid(values[at + dims.gate]);
  let da = gradients[d_at + dims.da];
  let db = gradients[d_at + dims.db];
  var slope = 1.0;
  if (dims.positive == 1u && hidden < 0.0) {
    let below = sigmoid(hidden);
    slope = below * (1.0 - below);
  }
  gradients[d_at + dims.dhidden] = db * z * slope;
  gradients[d_at + dims.dgate] = (db * candidate(hidden, dims.positive) - da) * z * (1.0 - z);
}
