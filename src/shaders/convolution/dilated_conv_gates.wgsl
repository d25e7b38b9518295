// With y = t s, t = tanh(a), and s = sigmoid(b): replaces t by da = dy s (1 - t²) and s by db = dy t s (1 - s).
@group(0) @binding(1) var<storage, read> dy: array<f32>;           // (rows, D)
@group(0) @binding(2) var<storage, read_write> gates: array<f32>;  // (rows, 2D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let at = i + i / dims.D * dims.D;
  let t = gates[at];
  let s = gates[at + dims.D];
  gates[at] = dy[i] * s * (1.0 - t * t);
  gates[at + dims.D] = dy[i] * t * s * (1.0 - s);
}
