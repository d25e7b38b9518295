// With r = 1/sqrt(mean(x²) + eps) and g = dy · weight:
//   dx (+)= r g - x r³ mean(x g),   dweight[copy] = Σ over the copy's rows of dy x r.
// A workgroup takes GROUP · ROWS rows. First, LANES invocations share each row. Then an invocation takes some of the columns.
//#permutation rms_norm_backward
//#permutation rms_norm_backward_vec4 VEC4
//#import element
//#import team_sum
@group(0) @binding(1) var<storage, read> x: array<Element>;              // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<Element>;         // (D)
@group(0) @binding(3) var<storage, read> dy: array<Element>;             // (rows, D)
@group(0) @binding(4) var<storage, read_write> dx: array<Element>;       // (rows, D)
@group(0) @binding(5) var<storage, read_write> dweight: array<Element>;  // (copies, D)
const ROWS: u32 = 1u;
var<workgroup> scales: array<f32, GROUP * ROWS>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * GROUP * ROWS;
  let width = dims.D / WIDTH;
  let adds = (dims.accumulate & 1u) != 0u;
  let lane = local % LANES;
  for (var turn = 0u; turn < LANES * ROWS; turn++) {
    let own = turn * (GROUP / LANES) + local / LANES;
    let row = first + own;
    let base = row * width;
    let end = select(0u, width, row < dims.rows);
    var squares = Element();
    var products = Element();
    for (var d = lane; d < end; d += LANES) {
      let value = x[base + d];
      squares += value * value;
      products += value * dy[base + d] * weight[d];
    }
    let sums = team_sum(turn, local, vec2f(total(squares), total(products)));
    let scale = inverseSqrt(sums.x / f32(dims.D) + dims.eps);
    if (lane == 0u) {
      scales[own] = scale;
    }
    let pull = scale * scale * scale * sums.y / f32(dims.D);
    for (var d = lane; d < end; d += LANES) {
      var gradient = scale * dy[base + d] * weight[d] - x[base + d] * pull;
      if (adds) {
        gradient += dx[base + d];
      }
      dx[base + d] = gradient;
    }
  }
  workgroupBarrier();
  let last = min(dims.rows, first + GROUP * ROWS);
  for (var d = local; d < width; d += GROUP) {
    var sum = Element();
    for (var row = first; row < last; row++) {
      sum += dy[row * width + d] * x[row * width + d] * scales[row - first];
    }
    dweight[group.x * width + d] = sum;
  }
}
