//#import sigmoid
// silu(z) and its slope.
struct Gate { passed: f32, slope: f32 }

fn gate_at(place: u32) -> Gate {
  if (dims.gated == 0u) {
    return Gate(1.0, 0.0);
  }
  let z = values[place];
  let open = sigmoid(z);
  return Gate(z * open, open * (1.0 + z * (1.0 - open)));
}
