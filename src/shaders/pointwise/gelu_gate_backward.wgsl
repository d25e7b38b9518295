// Adjoint of gelu_gate: dx = dy gelu(gate), dgate = dy x gelu'(gate).
//#permutation gelu_gate_backward
//#permutation gelu_gate_backward_vec4 VEC4
//#import element_gelu_tanh
@group(0) @binding(1) var<storage, read> values: array<Element>;         // (rows, stride)
@group(0) @binding(2) var<storage, read> dy: array<Element>;             // (rows, W)
@group(0) @binding(3) var<storage, read_write> dvalues: array<Element>;  // (rows, d_stride): writes columns dx and dgate

//#each 64 of dims.rows * dims.W / WIDTH
fn each(i: u32) {
  let width = dims.W / WIDTH;
  let at = i / width * (dims.stride / WIDTH) + i % width;
  let own = i / width * (dims.d_stride / WIDTH) + i % width;
  let bent = bend(values[at + dims.gate / WIDTH]);
  dvalues[own + dims.dx / WIDTH] = dy[i] * bent.value;
  dvalues[own + dims.dgate / WIDTH] = dy[i] * values[at + dims.x / WIDTH] * bent.slope;
}
