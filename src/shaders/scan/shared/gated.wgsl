// Column e of a row before its norm: v = inner z open, with own = the skip of the head, inner = y + own x, and open = sigmoid(z).
//#import sigmoid
struct Gated { own: f32, inner: f32, z: f32, open: f32 }

fn gated_at(row: u32, e: u32) -> Gated {
  let own = skip[e * dims.H / dims.E];
  let z = values[row * dims.stride + dims.z + e];
  return Gated(own, y[row * dims.E + e] + own * values[row * dims.stride + dims.x + e], z, sigmoid(z));
}
