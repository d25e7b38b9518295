// y = scale · ln sigmoid(x) = -scale · softplus(-x)
//#import softplus
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

//#each 64 of dims.n
fn each(i: u32) {
  y[i] = -dims.scale * softplus(-x[i]);
}
