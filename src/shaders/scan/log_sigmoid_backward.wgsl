// dx = scale · dy · sigmoid(-x)
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

//#each 64 of dims.n
fn each(i: u32) {
  var own = dims.scale * dy[i] * sigmoid(-x[i]);
  if ((dims.accumulate & 1u) != 0u) {
    own += dx[i];
  }
  dx[i] = own;
}
