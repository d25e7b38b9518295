// dilated_conv_weight as a product through workgroup memory, for whole vec4s of channels. a is da, and b has a block of columns
// for each four channels of x at each tap, the taps of four channels side by side. An inner step is a row.
//#import token_before
@group(0) @binding(1) var<storage, read> da: array<vec4f>;           // (B, L, 2D)
@group(0) @binding(2) var<storage, read> x: array<vec4f>;            // (B, L, D)
@group(0) @binding(3) var<storage, read> queue: array<vec4f>;        // (B, slots, D), if CARRY
@group(0) @binding(4) var<storage, read> cursor: array<i32>;         // [0]: position of the first token, if CARRY
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (copies, 2D, D, K)
@group(0) @binding(6) var<storage, read_write> dbias: array<vec4f>;  // (copies, 2D)
alias Element = vec4f;
const WIDTH: u32 = 4u;
const CARRY: u32 = 0u;
const STEPS: u32 = 16u;
//#import product_tile

fn store(copy: u32, block: u32, channel: u32, tap: u32, sums: mat4x4f) {
  if (block >= dims.D / 2u || channel >= dims.D / 4u) {
    return;
  }
  let at = ((copy * 2u * dims.D + 4u * block) * dims.D + 4u * channel) * dims.K + tap;
  let pitch = dims.D * dims.K;
  //#unroll
  for (var n = 0u; n < 4u; n++) {
    //#unroll
    for (var d = 0u; d < 4u; d++) {
      dweight[at + n * pitch + d * dims.K] = sums[n][d];
    }
  }
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let rows = dims.B * dims.L;
  let span = (rows + 4u * dims.copies - 1u) / (4u * dims.copies) * 4u;
  let copy = group.z;
  let end = min(rows, (copy + 1u) * span);
  // What an invocation loads: a block of each tile, for every eighth step.
  let loaded = index % BLOCKS;
  let filters = min(group.y * BLOCKS + loaded, dims.D / 2u - 1u);
  let column = group.x * BLOCKS + loaded;
  let channel = min(column / dims.K, dims.D / 4u - 1u);
  let shift = (dims.K - 1u - column % dims.K) * dims.dilation;
  let across = index % BLOCKS;
  let down = index / BLOCKS * 2u;
  let adds_bias = group.x == 0u && across == 0u;
  var bias0 = vec4f();
  var bias1 = vec4f();
  var sums = Sums();
  for (var first = copy * span; first < end; first += STEPS) {
    workgroupBarrier();
    for (var step = index / BLOCKS; step < STEPS; step += INVOCATIONS / BLOCKS) {
      let row = first + step;
      var pulled = vec4f();
      var token = vec4f();
      if (row < end) {
        pulled = da[row * (dims.D / 2u) + filters];
        let place = find(row, row % dims.L, shift);
        token = select(vec4f(), load(place, channel), place != NOWHERE);
      }
      a_tile[place_in_tile(step, loaded)] = pulled;
      b_tile[place_in_tile(step, loaded)] = token;
    }
    workgroupBarrier();
    for (var step = 0u; step < STEPS; step++) {
      sums = plus_step(sums, step, down, down + 1u, across);
      if (adds_bias) {
        bias0 += a_tile[place_in_tile(step, down)];
        bias1 += a_tile[place_in_tile(step, down + 1u)];
      }
    }
  }
  let block = group.y * BLOCKS + down;
  let own = group.x * BLOCKS + across;
  store(copy, block, own / dims.K, own % dims.K, sums.first);
  store(copy, block + 1u, own / dims.K, own % dims.K, sums.second);
  if (adds_bias) {
    let at = copy * (dims.D / 2u) + block;
    if (block < dims.D / 2u) { dbias[at] = bias0; }
    if (block + 1u < dims.D / 2u) { dbias[at + 1u] = bias1; }
  }
}
