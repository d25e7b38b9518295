// losses[row] = (log Σ exp(logits) - logits[target], 1 if the target has the largest logit), or (0, -1) if the row is not scored.
// With `training`, logits are replaced by their gradient: (softmax - onehot) · scoring[0] in scored rows, 0 in others.
// LANES invocations share a row; each reads and writes only its own columns.
//#import finite
@group(0) @binding(1) var<storage, read> targets: array<i32>;       // (rows)
@group(0) @binding(2) var<storage, read> scoring: array<f32>;       // [0]: 1 / scored rows
@group(0) @binding(3) var<storage, read_write> logits: array<f32>;  // (rows, V)
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;  // (rows, 2)
const LANES: u32 = 1u;
const IGNORED: i32 = -100;
const GROUP: u32 = 64u;
var<workgroup> tops: array<f32, GROUP>;
var<workgroup> picks: array<u32, GROUP>;
var<workgroup> sums: array<f32, GROUP>;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = (group.y * groups.x + group.x) * (GROUP / LANES) + local / LANES;
  let lane = local % LANES;
  let team = local - lane;
  let here = row < dims.rows;
  let base = row * dims.V;
  let end = select(0u, dims.V, here);

  var top = -3.4e38;
  var pick = dims.V;
  for (var v = lane; v < end; v += LANES) {
    let logit = logits[base + v];
    if (logit > top) {
      top = logit;
      pick = v;
    }
  }
  if (LANES > 1u) {
    tops[local] = top;
    picks[local] = pick;
    workgroupBarrier();
    for (var i = team; i < team + LANES; i++) {
      if (tops[i] > top || (tops[i] == top && picks[i] < pick)) {
        top = tops[i];
        pick = picks[i];
      }
    }
  }
  var sum = 0.0;
  for (var v = lane; v < end; v += LANES) {
    sum += exp(logits[base + v] - top);
  }
  if (LANES > 1u) {
    sums[local] = sum;
    workgroupBarrier();
    sum = 0.0;
    for (var i = team; i < team + LANES; i++) {
      sum += sums[i];
    }
  }
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
      losses[row * 2u + 1u] = select(0.0, 1.0, pick == u32(answer));
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
