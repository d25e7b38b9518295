// losses[row] = (log Σ exp(logits) - logits[target], 1 if the target has the largest logit), or (0, -1) if the row is not scored.
// With `training`, logits are replaced by their gradient: (softmax - onehot) · scoring[0] in scored rows, 0 in others.
// LANES invocations share a row; each reads and writes only its own columns.
//#import finite
//#import team_top
@group(0) @binding(1) var<storage, read> targets: array<i32>;       // (rows)
@group(0) @binding(2) var<storage, read> scoring: array<f32>;       // [0]: 1 / scored rows
@group(0) @binding(3) var<storage, read_write> logits: array<f32>;  // (rows, V)
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;  // (rows, 2)
const IGNORED: i32 = -100;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = (group.y * groups.x + group.x) * (GROUP / LANES) + local / LANES;
  let lane = local % LANES;
  let here = row < dims.rows;
  let base = row * dims.V;
  let end = select(0u, dims.V, here);
  var own = Top(-3.4e38, dims.V);
  for (var v = lane; v < end; v += LANES) {
    let logit = logits[base + v];
    if (logit > own.value) {
      own = Top(logit, v);
    }
  }
  let best = team_top(local, own);
  let top = best.value;
  var exps = 0.0;
  for (var v = lane; v < end; v += LANES) {
    exps += exp(logits[base + v] - top);
  }
  let sum = team_sum(0u, local, vec2f(exps, 0.0)).x;
  if (!here) {
    return;
  }
  let answer = targets[row];
  let scored = answer != IGNORED;
  if (scored) {
    if (u32(answer) % LANES == lane) {
      var loss = top - logits[base + u32(answer)] + log(sum);
      if (!is_finite(sum)) {
        loss = sum;
      }
      losses[row * 2u] = loss;
      losses[row * 2u + 1u] = select(0.0, 1.0, best.pick == u32(answer));
    }
  } else if (lane == 0u) {
    losses[row * 2u] = 0.0;
    losses[row * 2u + 1u] = -1.0;
  }
  if (dims.training == 0u) {
    return;
  }
  let scale = select(0.0, scoring[0], scored);
  for (var v = lane; v < dims.V; v += LANES) {
    var gradient = 0.0;
    if (scored) {
      gradient = (exp(logits[base + v] - top) / sum - select(0.0, 1.0, i32(v) == answer)) * scale;
    }
    logits[base + v] = gradient;
  }
}
