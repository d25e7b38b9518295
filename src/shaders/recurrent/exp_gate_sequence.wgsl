// sLSTM over a whole sequence. A workgroup takes a head of a sequence, and an invocation a unit of it. A part takes tokens from
// `start` on. With `start` > 0 it continues from what the part before left in rows and y.
//#import sigmoid
//#import softplus
//#import safe_tanh
//#import exp_cell
//#import exp_weights
@group(0) @binding(1) var<storage, read> weight: array<f32>;         // (D / n, 4n, n)
@group(0) @binding(2) var<storage, read> bias: array<f32>;           // (4D)
@group(0) @binding(3) var<storage, read_write> rows: array<f32>;     // (B·L, 8D): reads the gates' inputs, writes all columns
@group(0) @binding(4) var<storage, read_write> y: array<f32>;        // (B, L, D)
@group(0) @binding(5) var<storage, read_write> state_y: array<f32>;  // (B, D) each, if carried
@group(0) @binding(6) var<storage, read_write> state_c: array<f32>;
@group(0) @binding(7) var<storage, read_write> state_n: array<f32>;
@group(0) @binding(8) var<storage, read_write> state_m: array<f32>;
var<workgroup> shown: array<f32, UNITS>;

@compute @workgroup_size(UNITS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let D = dims.D;
  let d = group.x * UNITS + local;
  let kept = group.y * D + d;
  var cell = ExpCell(0.0, 0.0, 0.0);
  var own = 0.0;
  if (dims.start > 0u) {
    let last = group.y * dims.L + dims.start - 1u;
    cell = ExpCell(rows[last * 8u * D + 4u * D + d], rows[last * 8u * D + 5u * D + d], rows[last * 8u * D + 6u * D + d]);
    own = y[last * D + d];
  } else if (dims.carried != 0u) {
    cell = ExpCell(state_c[kept], state_n[kept], state_m[kept]);
    own = state_y[kept];
  }
  shown[local] = own;
  stage(group.x, local, false);
  workgroupBarrier();
  for (var t = dims.start; t < dims.stop; t++) {
    let row = group.y * dims.L + t;
    let at = row * 8u * D + d;
    var sums = vec4f(rows[at], rows[at + D], rows[at + 2u * D], rows[at + 3u * D]);
    sums += vec4f(bias[d], bias[D + d], bias[2u * D + d], bias[3u * D + d]);
    for (var k = 0u; k < STAGED; k++) {
      sums += shown[k] * staged[k * UNITS + local];
    }
    for (var k = STAGED; k < UNITS; k++) {
      sums += shown[k] * weights_of(group.x, local, k);
    }
    let next = exp_step(sums, cell);
    cell = next.cell;
    rows[at] = next.acts.x;
    rows[at + D] = next.acts.y;
    rows[at + 2u * D] = next.acts.z;
    rows[at + 3u * D] = next.acts.w;
    rows[at + 4u * D] = cell.c;
    rows[at + 5u * D] = cell.n;
    rows[at + 6u * D] = cell.m;
    rows[at + 7u * D] = sigmoid(-sums.y);
    y[row * D + d] = next.y;
    workgroupBarrier();
    shown[local] = next.y;
    workgroupBarrier();
  }
  if (dims.carried != 0u && dims.stop == dims.L) {
    state_y[kept] = shown[local];
    state_c[kept] = cell.c;
    state_n[kept] = cell.n;
    state_m[kept] = cell.m;
  }
}
