// With r = 1/sqrt(mean(x²) + eps) and g = dy · weight:
//   dx (+)= r g - x r³ mean(x g),   dweight[copy] = Σ over the copy's rows of dy x r.
// A workgroup owns 64 · ROWS rows: first an invocation takes rows, then, after the one barrier, columns.
struct Dims { rows: u32, D: u32, eps: f32, accumulate: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;              // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (D)
@group(0) @binding(3) var<storage, read> dy: array<f32>;             // (rows, D)
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;       // (rows, D)
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (copies, D)
const ROWS: u32 = 1u;  // rows an invocation
const GROUP: u32 = 64u;
var<workgroup> scales: array<f32, GROUP * ROWS>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * GROUP * ROWS;
  for (var turn = 0u; turn < ROWS; turn++) {
    let row = first + turn * GROUP + local;
    if (row < dims.rows) {
      let base = row * dims.D;
      var squares = 0.0;
      var dot = 0.0;
      for (var d = 0u; d < dims.D; d++) {
        let value = x[base + d];
        squares += value * value;
        dot += value * dy[base + d] * weight[d];
      }
      let scale = inverseSqrt(squares / f32(dims.D) + dims.eps);
      scales[turn * GROUP + local] = scale;
      let pull = scale * scale * scale * dot / f32(dims.D);
      for (var d = 0u; d < dims.D; d++) {
        var gradient = scale * dy[base + d] * weight[d] - x[base + d] * pull;
        if ((dims.accumulate & 1u) != 0u) {
          gradient += dx[base + d];
        }
        dx[base + d] = gradient;
      }
    }
  }
  workgroupBarrier();
  let last = min(dims.rows, first + GROUP * ROWS);
  for (var d = local; d < dims.D; d += GROUP) {
    var sum = 0.0;
    for (var row = first; row < last; row++) {
      sum += dy[row * dims.D + d] * x[row * dims.D + d] * scales[row - first];
    }
    dweight[group.x * dims.D + d] = sum;
  }
}
