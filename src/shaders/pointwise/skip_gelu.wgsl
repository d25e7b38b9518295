// y = gelu(s + skip x).
//#permutation skip_gelu
//#permutation skip_gelu_vec4 VEC4
//#import element_gelu_tanh
@group(0) @binding(1) var<storage, read> s: array<Element>;        // (rows, D)
@group(0) @binding(2) var<storage, read> x: array<Element>;        // (rows, D)
@group(0) @binding(3) var<storage, read> skip: array<Element>;     // (D)
@group(0) @binding(4) var<storage, read_write> y: array<Element>;  // (rows, D)

//#each 64 of dims.rows * dims.D / WIDTH
fn each(i: u32) {
  y[i] = bend(s[i] + skip[i % (dims.D / WIDTH)] * x[i]).value;
}
