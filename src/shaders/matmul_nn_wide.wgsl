// c (+)= a b: the gradient of a linear layer's input.
// As the quad variant, with 16 x 16 an invocation and eight inner steps a turn: for software
// adapters, where a load costs more than a spilled register.
enable subgroups;
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;        // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;        // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;  // (rows, columns) at c_stride
const GROUP_X: u32 = 4u;
const GROUP_Y: u32 = 4u;

fn epilogue(row: u32, column: u32, block: mat4x4f) -> mat4x4f {
  let at = (dims.c_offset + row * dims.c_stride + column) / 4u;
  let step = dims.c_stride / 4u;
  return block + mat4x4f(c[at], c[at + step], c[at + 2u * step], c[at + 3u * step]);
}

fn store_row(row: u32, column: u32, value: vec4f) {
  // One branch, not the two of a short circuit.
  if ((row < dims.rows) & (column < dims.columns)) {
    c[(dims.c_offset + row * dims.c_stride + column) / 4u] = value;
  }
}

fn store_block(row: u32, column: u32, block: mat4x4f) {
  var sum = block;
  if ((dims.accumulate & 1u) != 0u) { sum = epilogue(row, column, block); }
  store_row(row, column, sum[0]);
  store_row(row + 1u, column, sum[1]);
  store_row(row + 2u, column, sum[2]);
  store_row(row + 3u, column, sum[3]);
}

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  // A quad is 2x2 invocations: a row pair shares a, a column pair shares b.
  let right = index & 1u;
  let lower = (index >> 1u) & 1u;
  let tile_x = (index / 4u) % (GROUP_X / 2u) * 2u + right;
  let tile_y = (index / 4u) / (GROUP_X / 2u) * 2u + lower;
  let row0 = ((group.y * 4u + right * 2u) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 4u + right * 2u + 1u) * GROUP_Y + tile_y) * 4u;
  let row2 = ((group.y * 4u + (1u - right) * 2u) * GROUP_Y + tile_y) * 4u;
  let row3 = ((group.y * 4u + (1u - right) * 2u + 1u) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 4u + lower * 2u) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 4u + lower * 2u + 1u) * GROUP_X + tile_x) * 4u;
  let column2 = ((group.x * 4u + (1u - lower) * 2u) * GROUP_X + tile_x) * 4u;
  let column3 = ((group.x * 4u + (1u - lower) * 2u + 1u) * GROUP_X + tile_x) * 4u;
  let last_row = dims.rows - 1u;
  let a00_start = (dims.a_offset + min(row0, last_row) * dims.a_stride) / 4u;
  let a01_start = (dims.a_offset + min(row0 + 1u, last_row) * dims.a_stride) / 4u;
  let a02_start = (dims.a_offset + min(row0 + 2u, last_row) * dims.a_stride) / 4u;
  let a03_start = (dims.a_offset + min(row0 + 3u, last_row) * dims.a_stride) / 4u;
  let a10_start = (dims.a_offset + min(row1, last_row) * dims.a_stride) / 4u;
  let a11_start = (dims.a_offset + min(row1 + 1u, last_row) * dims.a_stride) / 4u;
  let a12_start = (dims.a_offset + min(row1 + 2u, last_row) * dims.a_stride) / 4u;
  let a13_start = (dims.a_offset + min(row1 + 3u, last_row) * dims.a_stride) / 4u;
  let b_step = dims.columns / 4u;
  var b0_at = min(column0, dims.columns - 4u) / 4u;
  var b1_at = min(column1, dims.columns - 4u) / 4u;
  var blocks: array<mat4x4f, 16>;
  for (var k = 0u; k < dims.inner; k += 8u) {
    // Beyond inner, a has other columns and b is held within its bounds.
    let within = k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner);
    let within_next = k + vec4u(4u, 5u, 6u, 7u) < vec4u(dims.inner);
    let a00 = select(vec4f(), a[a00_start + k / 4u], within);
    let a01 = select(vec4f(), a[a01_start + k / 4u], within);
    let a02 = select(vec4f(), a[a02_start + k / 4u], within);
    let a03 = select(vec4f(), a[a03_start + k / 4u], within);
    let a10 = select(vec4f(), a[a10_start + k / 4u], within);
    let a11 = select(vec4f(), a[a11_start + k / 4u], within);
    let a12 = select(vec4f(), a[a12_start + k / 4u], within);
    let a13 = select(vec4f(), a[a13_start + k / 4u], within);
    let a20 = quadSwapX(a00);
    let a21 = quadSwapX(a01);
    let a22 = quadSwapX(a02);
    let a23 = quadSwapX(a03);
    let a30 = quadSwapX(a10);
    let a31 = quadSwapX(a11);
    let a32 = quadSwapX(a12);
    let a33 = quadSwapX(a13);
    let b00 = b[b0_at];
    let b01 = b[b0_at + b_step];
    let b02 = b[b0_at + 2u * b_step];
    let b03 = b[b0_at + 3u * b_step];
    let b10 = b[b1_at];
    let b11 = b[b1_at + b_step];
    let b12 = b[b1_at + 2u * b_step];
    let b13 = b[b1_at + 3u * b_step];
    let b20 = quadSwapY(b00);
    let b21 = quadSwapY(b01);
    let b22 = quadSwapY(b02);
    let b23 = quadSwapY(b03);
    let b30 = quadSwapY(b10);
    let b31 = quadSwapY(b11);
    let b32 = quadSwapY(b12);
    let b33 = quadSwapY(b13);
    let a04 = select(vec4f(), a[a00_start + k / 4u + 1u], within_next);
    let a05 = select(vec4f(), a[a01_start + k / 4u + 1u], within_next);
    let a06 = select(vec4f(), a[a02_start + k / 4u + 1u], within_next);
    let a07 = select(vec4f(), a[a03_start + k / 4u + 1u], within_next);
    let a14 = select(vec4f(), a[a10_start + k / 4u + 1u], within_next);
    let a15 = select(vec4f(), a[a11_start + k / 4u + 1u], within_next);
    let a16 = select(vec4f(), a[a12_start + k / 4u + 1u], within_next);
    let a17 = select(vec4f(), a[a13_start + k / 4u + 1u], within_next);
    let a24 = quadSwapX(a04);
    let a25 = quadSwapX(a05);
    let a26 = quadSwapX(a06);
    let a27 = quadSwapX(a07);
    let a34 = quadSwapX(a14);
    let a35 = quadSwapX(a15);
    let a36 = quadSwapX(a16);
    let a37 = quadSwapX(a17);
    let b04 = b[b0_at + 4u * b_step];
    let b05 = b[b0_at + 5u * b_step];
    let b06 = b[b0_at + 6u * b_step];
    let b07 = b[b0_at + 7u * b_step];
    let b14 = b[b1_at + 4u * b_step];
    let b15 = b[b1_at + 5u * b_step];
    let b16 = b[b1_at + 6u * b_step];
    let b17 = b[b1_at + 7u * b_step];
    let b24 = quadSwapY(b04);
    let b25 = quadSwapY(b05);
    let b26 = quadSwapY(b06);
    let b27 = quadSwapY(b07);
    let b34 = quadSwapY(b14);
    let b35 = quadSwapY(b15);
    let b36 = quadSwapY(b16);
    let b37 = quadSwapY(b17);
    let left0 = mat4x4f(b00, b01, b02, b03);
    let left1 = mat4x4f(b10, b11, b12, b13);
    let left2 = mat4x4f(b20, b21, b22, b23);
    let left3 = mat4x4f(b30, b31, b32, b33);
    let top0 = mat4x4f(a00, a01, a02, a03);
    let top1 = mat4x4f(a10, a11, a12, a13);
    let top2 = mat4x4f(a20, a21, a22, a23);
    let top3 = mat4x4f(a30, a31, a32, a33);
    let left0_next = mat4x4f(b04, b05, b06, b07);
    let left1_next = mat4x4f(b14, b15, b16, b17);
    let left2_next = mat4x4f(b24, b25, b26, b27);
    let left3_next = mat4x4f(b34, b35, b36, b37);
    let top0_next = mat4x4f(a04, a05, a06, a07);
    let top1_next = mat4x4f(a14, a15, a16, a17);
    let top2_next = mat4x4f(a24, a25, a26, a27);
    let top3_next = mat4x4f(a34, a35, a36, a37);
    b0_at += 8u * b_step;
    b1_at += 8u * b_step;
    blocks[0] += left0 * top0 + left0_next * top0_next;
    blocks[1] += left1 * top0 + left1_next * top0_next;
    blocks[2] += left2 * top0 + left2_next * top0_next;
    blocks[3] += left3 * top0 + left3_next * top0_next;
    blocks[4] += left0 * top1 + left0_next * top1_next;
    blocks[5] += left1 * top1 + left1_next * top1_next;
    blocks[6] += left2 * top1 + left2_next * top1_next;
    blocks[7] += left3 * top1 + left3_next * top1_next;
    blocks[8] += left0 * top2 + left0_next * top2_next;
    blocks[9] += left1 * top2 + left1_next * top2_next;
    blocks[10] += left2 * top2 + left2_next * top2_next;
    blocks[11] += left3 * top2 + left3_next * top2_next;
    blocks[12] += left0 * top3 + left0_next * top3_next;
    blocks[13] += left1 * top3 + left1_next * top3_next;
    blocks[14] += left2 * top3 + left2_next * top3_next;
    blocks[15] += left3 * top3 + left3_next * top3_next;
  }
  let rows = array(row0, row1, row2, row3);
  let columns = array(column0, column1, column2, column3);
  for (var i = 0u; i < 16u; i++) {
    store_block(rows[i / 4u], columns[i % 4u], blocks[i]);
  }
}
