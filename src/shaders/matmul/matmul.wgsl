// The matrix products of a linear layer.
//   NT: c = a bᵀ (+ bias) (+ residual), its forward pass.
//   NN: c (+)= a b, the gradient of its input. A part takes inner steps `start` to `stop`; parts after the first add to c.
//   TN: c[s] = aᵀ b, bias[s] = Σ a over rows of split s, the gradients of its weight and bias.
// An invocation sums a block of 4 x 4, for any sizes, strides, and offsets. TILES and QUAD need whole vec4s (see
// gpu/kernels/matmul/matmul_variants.ts).
//   TILES: a workgroup computes 64 x 64 sums through workgroup memory, an invocation eight rows of four columns. For STEPS inner
//   steps at a time, half of the workgroup loads blocks of a, the other half blocks of b.
//   QUAD: an invocation sums a block of 8 x 8, and the four of a quad share their loads.
//#permutation matmul_nt NT MASKED
//#permutation matmul_nt_tiles NT VEC4 TILES
//#permutation matmul_nt_quad NT VEC4 QUAD
//#permutation matmul_nn NN MASKED
//#permutation matmul_nn_tiles NN VEC4 TILES MASKED
//#permutation matmul_nn_quad NN VEC4 QUAD MASKED
//#permutation matmul_tn TN
//#permutation matmul_tn_tiles TN VEC4 TILES
//#permutation matmul_tn_quad TN VEC4 QUAD
//#if QUAD
enable subgroups;
//#endif
//#import element
@group(0) @binding(1) var<storage, read> a: array<Element>;         // (rows, inner) at a_stride; TN: (inner, rows)
@group(0) @binding(2) var<storage, read> b: array<Element>;         // NT: (columns, inner); NN, TN: (inner, columns), at b_stride
//#if NT
@group(0) @binding(3) var<storage, read> bias: array<Element>;      // (columns)
@group(0) @binding(4) var<storage, read> residual: array<Element>;  // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<Element>;   // (rows, columns) at c_stride
//#else
@group(0) @binding(3) var<storage, read_write> c: array<Element>;   // (rows, columns) at c_stride; TN: (splits, rows, columns)
//#endif
//#if TN
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;    // (splits, rows)
//#endif
//#import matmul_load
//#import matmul_store
//#if TILES
const STEPS: u32 = 16u;  // inner steps of a tile
const LOADERS: u32 = BLOCKS * STEPS / 4u;
//#import product_tile

// The block and the first step that a loader takes. Neighbours read neighbouring vec4s of the matrix.
fn along_steps(loader: u32) -> vec2u {
  return vec2u(loader / (STEPS / 4u), loader % (STEPS / 4u) * 4u);
}

fn along_blocks(loader: u32) -> vec2u {
  return vec2u(loader % BLOCKS, loader / BLOCKS * 4u);
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let loads_a = index < LOADERS;
  //#if TN
  let a_own = along_blocks(index % LOADERS);
  //#else
  let a_own = along_steps(index % LOADERS);
  //#endif
  //#if NT
  let b_own = along_steps(index % LOADERS);
  //#else
  let b_own = along_blocks(index % LOADERS);
  //#endif
  let a_from = a_start((group.y * BLOCKS + a_own.x) * 4u);
  let b_from = b_start((group.x * BLOCKS + b_own.x) * 4u);
  //#if NT
  let first = 0u;
  let limit = dims.inner;
  //#endif
  //#if NN
  let first = dims.start;
  let limit = dims.stop;
  //#endif
  //#if TN
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let adds_bias = dims.has_bias != 0u && group.x == 0u;
  var bias0 = vec4f();
  var bias1 = vec4f();
  //#endif
  let across = index % BLOCKS;
  let down = index / BLOCKS * 2u;
  var sums = Sums();
  for (var k = first; k < limit; k += STEPS) {
    workgroupBarrier();
    // What a loader does not find is zero: beyond the last step, both matrices are.
    if (loads_a) {
      var block = mat4x4f();
      if (k + a_own.y < limit) { block = transpose(a_by_row(load_a(a_from, k + a_own.y, limit))); }
      for (var i = 0u; i < 4u; i++) { a_tile[place_in_tile(a_own.y + i, a_own.x)] = block[i]; }
    } else {
      var block = mat4x4f();
      if (k + b_own.y < limit) { block = b_by_step(load_b(b_from, k + b_own.y)); }
      for (var i = 0u; i < 4u; i++) { b_tile[place_in_tile(b_own.y + i, b_own.x)] = block[i]; }
    }
    workgroupBarrier();
    for (var step = 0u; step < STEPS; step++) {
      sums = plus_step(sums, step, down, down + 1u, across);
      //#if TN
      if (adds_bias) {
        bias0 += a_tile[place_in_tile(step, down)];
        bias1 += a_tile[place_in_tile(step, down + 1u)];
      }
      //#endif
    }
  }
  let row = (group.y * BLOCKS + down) * 4u;
  let column = (group.x * BLOCKS + across) * 4u;
  store_block(group.z, row, column, sums.first);
  store_block(group.z, row + 4u, column, sums.second);
  //#if TN
  if (adds_bias && across == 0u) {
    store_bias(group.z, row, bias0);
    store_bias(group.z, row + 4u, bias1);
  }
  //#endif
}
//#else
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;
//#if QUAD

fn swap_x(block: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(block[0]), quadSwapX(block[1]), quadSwapX(block[2]), quadSwapX(block[3]));
}

fn swap_y(block: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(block[0]), quadSwapY(block[1]), quadSwapY(block[2]), quadSwapY(block[3]));
}
//#endif

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  //#if QUAD
  // A quad is 2 x 2 invocations: those side by side share a, those one below the other share b.
  let right = index & 1u;
  let lower = (index >> 1u) & 1u;
  let tile_x = (index / 4u) % (GROUP_X / 2u) * 2u + right;
  let tile_y = (index / 4u) / (GROUP_X / 2u) * 2u + lower;
  let row0 = ((group.y * 2u + right) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 2u + (1u - right)) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 2u + lower) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 2u + (1u - lower)) * GROUP_X + tile_x) * 4u;
  //#else
  let tile_x = index % GROUP_X;
  let tile_y = index / GROUP_X;
  let row0 = (group.y * GROUP_Y + tile_y) * 4u;
  let column0 = (group.x * GROUP_X + tile_x) * 4u;
  //#endif
  let a0_start = a_start(row0);
  let b0_start = b_start(column0);
  //#if NT
  let first = 0u;
  let limit = dims.inner;
  //#endif
  //#if NN
  let first = dims.start;
  let limit = dims.stop;
  //#endif
  //#if TN
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let adds_bias = dims.has_bias != 0u && group.x == 0u;
  var bias0 = vec4f();
  //#if QUAD
  var bias1 = vec4f();
  //#endif
  //#endif
  var c00 = mat4x4f();
  //#if QUAD
  var c01 = mat4x4f();
  var c10 = mat4x4f();
  var c11 = mat4x4f();
  //#endif
  for (var k = first; k < limit; k += 4u) {
    let a0 = load_a(a0_start, k, limit);
    let b0 = load_b(b0_start, k);
    let left0 = b_by_step(b0);
    let top0 = a_by_row(a0);
    c00 += left0 * top0;
    //#if QUAD
    let a1 = swap_x(a0);
    let b1 = swap_y(b0);
    let left1 = b_by_step(b1);
    let top1 = a_by_row(a1);
    c01 += left1 * top0;
    c10 += left0 * top1;
    c11 += left1 * top1;
    //#endif
    //#if TN
    if (adds_bias) {
      bias0 += a0[0] + a0[1] + a0[2] + a0[3];
      //#if QUAD
      bias1 += a1[0] + a1[1] + a1[2] + a1[3];
      //#endif
    }
    //#endif
  }
  store_block(group.z, row0, column0, c00);
  //#if QUAD
  store_block(group.z, row0, column1, c01);
  store_block(group.z, row1, column0, c10);
  store_block(group.z, row1, column1, c11);
  //#endif
  //#if TN
  if (adds_bias && tile_x == 0u) {
    store_bias(group.z, row0, bias0);
    //#if QUAD
    store_bias(group.z, row1, bias1);
    //#endif
  }
  //#endif
}
//#endif
