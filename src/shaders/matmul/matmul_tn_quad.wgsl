// c[s] = aᵀ b, bias[s] = Σ a over rows of split s: gradients of a linear layer's weight and bias.
// As the vec4 variant, but the four invocations of a quad share their loads: half as many.
enable subgroups;
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, b_stride: u32, b_offset: u32,
  chunk: u32, has_bias: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (inner, rows) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (inner, columns) at b_stride
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;   // (splits, rows, columns)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;  // (splits, rows)
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;

fn store_row(split: u32, row: u32, column: u32, value: vec4f) {
  // One branch, not the two of a short circuit.
  if ((row < dims.rows) & (column < dims.columns)) {
    c[((split * dims.rows + row) * dims.columns + column) / 4u] = value;
  }
}

fn store_block(split: u32, row: u32, column: u32, block: mat4x4f) {
  store_row(split, row, column, block[0]);
  store_row(split, row + 1u, column, block[1]);
  store_row(split, row + 2u, column, block[2]);
  store_row(split, row + 3u, column, block[3]);
}

fn store_bias(split: u32, row: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (row + i < dims.rows) { bias[split * dims.rows + row + i] = value[i]; }
  }
}

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  // A quad is 2x2 invocations: a row pair shares a, a column pair shares b.
  let right = index & 1u;
  let lower = (index >> 1u) & 1u;
  let tile_x = (index / 4u) % (GROUP_X / 2u) * 2u + right;
  let tile_y = (index / 4u) / (GROUP_X / 2u) * 2u + lower;
  let row0 = ((group.y * 2u + right) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 2u + (1u - right)) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 2u + lower) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 2u + (1u - lower)) * GROUP_X + tile_x) * 4u;
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let sums = dims.has_bias != 0u && group.x == 0u;
  // The last block of rows may be partly padding, which is read and not stored.
  let last_rows = (dims.rows - 1u) / 4u * 4u;
  let a_step = dims.a_stride / 4u;
  let b_step = dims.b_stride / 4u;
  var a0_at = first * a_step + (dims.a_offset + min(row0, last_rows)) / 4u;
  var b0_at = first * b_step + (dims.b_offset + min(column0, dims.columns - 4u)) / 4u;
  var c00 = mat4x4f();
  var c01 = mat4x4f();
  var c10 = mat4x4f();
  var c11 = mat4x4f();
  var bias0 = vec4f();
  var bias1 = vec4f();
  for (var k = first; k < limit; k += 4u) {
    let a00 = a[a0_at];
    let a01 = a[a0_at + a_step];
    let a02 = a[a0_at + 2u * a_step];
    let a03 = a[a0_at + 3u * a_step];
    let a10 = quadSwapX(a00);
    let a11 = quadSwapX(a01);
    let a12 = quadSwapX(a02);
    let a13 = quadSwapX(a03);
    let b00 = b[b0_at];
    let b01 = b[b0_at + b_step];
    let b02 = b[b0_at + 2u * b_step];
    let b03 = b[b0_at + 3u * b_step];
    let b10 = quadSwapY(b00);
    let b11 = quadSwapY(b01);
    let b12 = quadSwapY(b02);
    let b13 = quadSwapY(b03);
    let left0 = mat4x4f(b00, b01, b02, b03);
    let left1 = mat4x4f(b10, b11, b12, b13);
    let top0 = transpose(mat4x4f(a00, a01, a02, a03));
    let top1 = transpose(mat4x4f(a10, a11, a12, a13));
    a0_at += 4u * a_step;
    b0_at += 4u * b_step;
    c00 += left0 * top0;
    c01 += left1 * top0;
    c10 += left0 * top1;
    c11 += left1 * top1;
    if (sums) {
      bias0 += a00 + a01 + a02 + a03;
      bias1 += a10 + a11 + a12 + a13;
    }
  }
  store_block(group.z, row0, column0, c00);
  store_block(group.z, row0, column1, c01);
  store_block(group.z, row1, column0, c10);
  store_block(group.z, row1, column1, c11);
  if (sums && tile_x == 0u) {
    store_bias(group.z, row0, bias0);
    store_bias(group.z, row1, bias1);
  }
}
