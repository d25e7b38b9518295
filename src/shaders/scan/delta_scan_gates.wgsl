// Third part of the adjoint of delta_scan: the gradients of ln a and β.
// The decay a[t] scales all that tokens from t on read of what tokens before t wrote:
//   d ln a[t] = Σ over s >= t of y[s] · dy[s] - v[s] · dv[s],  dβ = error · d error.
// A part takes turns `start` to `stop`.
//#import add_back
@group(0) @binding(1) var<storage, read> values: array<f32>;        // (B, L, value_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;         // (B, L, (1 + R) H)
@group(0) @binding(3) var<storage, read> y: array<f32>;             // (B, L, H, V)
@group(0) @binding(4) var<storage, read> dy: array<f32>;            // (B, L, H, V)
@group(0) @binding(5) var<storage, read> errors: array<f32>;        // (B, L, R, H, V)
@group(0) @binding(6) var<storage, read> derrors: array<f32>;       // (B, L, R, H, V)
@group(0) @binding(7) var<storage, read_write> dgates: array<f32>;  // (B, L, (1 + R) H)

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.x;
  let own = local / LANES;
  let lane = local % LANES;
  let last = (group.y + 1u) * dims.L - 1u;
  let width = (1u + dims.R) * dims.H;
  var turn = 0u;
  var later = vec2f();
  if (dims.start > 0u) {
    later.x = dgates[(last - dims.start + 1u) * width + head];
  }
  for (var first = dims.start; first < dims.stop; first += TOKENS) {
    let token = last - first - own;
    let end = select(0u, dims.V, first + own < dims.stop);
    let gate = token * width + head;
    let out = (token * dims.H + head) * dims.V;
    var pull = 0.0;
    for (var j = lane; j < end; j += LANES) {
      pull += y[out + j] * dy[out + j];
    }
    for (var r = 0u; r < dims.R; r++) {
      let error = ((token * dims.R + r) * dims.H + head) * dims.V;
      let value = token * dims.value_stride + dims.v + (r * dims.H + head) * dims.V;
      var sums = vec2f(pull, 0.0);  // y · dy with the first write, less v · dv; error · d error
      let beta = gates[gate + (1u + r) * dims.H];
      for (var j = lane; j < end; j += LANES) {
        sums += derrors[error + j] * vec2f(-beta * values[value + j], errors[error + j]);
      }
      sums = team_sum(turn * dims.R + r, local, sums);
      pull = select(0.0, sums.x, lane == 0u);
      if (lane == 0u && end > 0u) {
        dgates[gate + (1u + r) * dims.H] = sums.y;
      }
    }
    let added = add_back(turn, local, vec3f(pull, 0.0, 0.0), later);
    later = added.all;
    turn++;
    if (lane == 0u && end > 0u) {
      dgates[gate] = added.from_here.x;
    }
  }
}
