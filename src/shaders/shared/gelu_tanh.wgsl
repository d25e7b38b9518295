// x Φ(x) with Φ by a tanh, here as a sigmoid (Hendrycks and Gimpel 2016), and its derivative: (value, slope). Needs sigmoid.
fn gelu_tanh(x: f32) -> vec2f {
  let open = sigmoid(1.595769122 * x * (1.0 + 0.044715 * x * x));
  // Beyond 15 the slope is that of open alone, and x³ may overflow.
  let near = clamp(x, -15.0, 15.0);
  return vec2f(x * open, open + near * open * (1.0 - open) * 1.595769122 * (1.0 + 0.134145 * near * near));
}
