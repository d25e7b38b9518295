// y = x gelu(gate), columns of the same rows.
//#permutation gelu_gate
//#permutation gelu_gate_vec4 VEC4
//#import element_gelu_tanh
@group(0) @binding(1) var<storage, read> values: array<Element>;   // (rows, stride): W columns from x and gate on
@group(0) @binding(2) var<storage, read_write> y: array<Element>;  // (rows, W)

//#each 64 of dims.rows * dims.W / WIDTH
fn each(i: u32) {
  let width = dims.W / WIDTH;
  let at = i / width * (dims.stride / WIDTH) + i % width;
  y[i] = values[at + dims.x / WIDTH] * bend(values[at + dims.gate / WIDTH]).value;
}
