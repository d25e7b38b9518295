// The a and b of h = a h + b, for each token: a = 1 - z and b = z g(hidden), with z = sigmoid(openness).
// Reads columns hidden, gate, and forget (if paired) of the rows, and writes columns a and b.
//#import sigmoid
//#import softplus
//#import minimal
@group(0) @binding(1) var<storage, read_write> values: array<f32>;  // (rows, stride)

//#each 64 of dims.rows * dims.E
fn each(i: u32) {
  let at = i / dims.E * dims.stride + i % dims.E;
  let open = openness(values[at + dims.gate], values[at + dims.forget], dims.paired);
  values[at + dims.a] = sigmoid(-open);
  values[at + dims.b] = sigmoid(open) * candidate(values[at + dims.hidden], dims.positive);
}
