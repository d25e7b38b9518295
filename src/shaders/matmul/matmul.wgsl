// The matrix products of a linear layer.
//   NT: c = a bᵀ (+ bias) (+ residual), its forward pass.
//   NN: c (+)= a b, the gradient of its input. A part takes inner steps `start` to `stop`; parts after the first add to c.
//   TN: c[s] = aᵀ b, bias[s] = Σ a over rows of split s, the gradients of its weight and bias.
// An invocation sums a block of 4 x 4, for any sizes, strides, and offsets. With VEC4, which needs whole vec4s (see
// gpu/kernels/matmul/matmul_variants.ts), it sums one of 8 x 8. With QUAD, the four invocations of a quad share loads: half as
// many.
//#permutation matmul_nt NT MASKED
//#permutation matmul_nt_vec4 NT VEC4
//#permutation matmul_nt_quad NT VEC4 QUAD
//#permutation matmul_nn NN MASKED
//#permutation matmul_nn_vec4 NN VEC4 MASKED
//#permutation matmul_nn_quad NN VEC4 QUAD MASKED
//#permutation matmul_tn TN
//#permutation matmul_tn_vec4 TN VEC4
//#permutation matmul_tn_quad TN VEC4 QUAD
//#if QUAD
enable subgroups;
//#endif
//#import matmul_place
//#import element
@group(0) @binding(1) var<storage, read> a: array<Element>;         // (rows, inner) at a_stride; TN: (inner, rows)
//#if NT
@group(0) @binding(2) var<storage, read> b: array<Element>;         // (columns, inner)
@group(0) @binding(3) var<storage, read> bias: array<Element>;      // (columns)
@group(0) @binding(4) var<storage, read> residual: array<Element>;  // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<Element>;   // (rows, columns) at c_stride
//#endif
//#if NN
@group(0) @binding(2) var<storage, read> b: array<Element>;         // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<Element>;   // (rows, columns) at c_stride
//#endif
//#if TN
@group(0) @binding(2) var<storage, read> b: array<Element>;         // (inner, columns) at b_stride
@group(0) @binding(3) var<storage, read_write> c: array<Element>;   // (splits, rows, columns)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;    // (splits, rows)
//#endif
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;
const FOUR = vec4u(0u, 1u, 2u, 3u);
//#import matmul_load
//#import matmul_store

// Of the matrices whose product left · top is a block of c for four inner steps: columns of b by steps, and steps by rows of a.
fn left(block: mat4x4f) -> mat4x4f {
  //#if NT
  return transpose(block);
  //#else
  return block;
  //#endif
}

fn top(block: mat4x4f) -> mat4x4f {
  //#if TN
  return transpose(block);
  //#else
  return block;
  //#endif
}
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
  //#else
  const right = 0u;
  const lower = 0u;
  let tile_x = index % GROUP_X;
  let tile_y = index / GROUP_X;
  //#endif
  //#if VEC4
  let row0 = ((group.y * 2u + right) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 2u + (1u - right)) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 2u + lower) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 2u + (1u - lower)) * GROUP_X + tile_x) * 4u;
  let a1_start = a_start(row1);
  let b1_start = b_start(column1);
  //#else
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
  let sums = dims.has_bias != 0u && group.x == 0u;
  var bias0 = vec4f();
  var bias1 = vec4f();
  //#endif
  var c00 = mat4x4f();
  var c01 = mat4x4f();
  var c10 = mat4x4f();
  var c11 = mat4x4f();
  for (var k = first; k < limit; k += 4u) {
    let a0 = load_a(a0_start, k, limit);
    let b0 = load_b(b0_start, k);
    let left0 = left(b0);
    let top0 = top(a0);
    c00 += left0 * top0;
    //#if VEC4
    //#if QUAD
    let a1 = swap_x(a0);
    let b1 = swap_y(b0);
    //#else
    let a1 = load_a(a1_start, k, limit);
    let b1 = load_b(b1_start, k);
    //#endif
    let left1 = left(b1);
    let top1 = top(a1);
    c01 += left1 * top0;
    c10 += left0 * top1;
    c11 += left1 * top1;
    //#endif
    //#if TN
    if (sums) {
      bias0 += a0[0] + a0[1] + a0[2] + a0[3];
      //#if VEC4
      bias1 += a1[0] + a1[1] + a1[2] + a1[3];
      //#endif
    }
    //#endif
  }
  store_block(group.z, row0, column0, c00);
  //#if VEC4
  store_block(group.z, row0, column1, c01);
  store_block(group.z, row1, column0, c10);
  store_block(group.z, row1, column1, c11);
  //#endif
  //#if TN
  if (sums && tile_x == 0u) {
    store_bias(group.z, row0, bias0);
    //#if VEC4
    store_bias(group.z, row1, bias1);
    //#endif
  }
  //#endif
}
