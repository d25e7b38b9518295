// c[s] = aᵀ b, bias[s] = Σ a over rows of split s: gradients of a linear layer's weight and bias.
// As the quad variant, with 16 x 16 an invocation and eight inner steps a turn: for software
// adapters, where a load costs more than a spilled register.
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
const GROUP_X: u32 = 4u;
const GROUP_Y: u32 = 4u;

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
  let row0 = ((group.y * 4u + right * 2u) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 4u + right * 2u + 1u) * GROUP_Y + tile_y) * 4u;
  let row2 = ((group.y * 4u + (1u - right) * 2u) * GROUP_Y + tile_y) * 4u;
  let row3 = ((group.y * 4u + (1u - right) * 2u + 1u) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 4u + lower * 2u) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 4u + lower * 2u + 1u) * GROUP_X + tile_x) * 4u;
  let column2 = ((group.x * 4u + (1u - lower) * 2u) * GROUP_X + tile_x) * 4u;
  let column3 = ((group.x * 4u + (1u - lower) * 2u + 1u) * GROUP_X + tile_x) * 4u;
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let sums = dims.has_bias != 0u && group.x == 0u;
  // The last block of rows may be partly padding, which is read and not stored.
  let last_rows = (dims.rows - 1u) / 4u * 4u;
  let a_step = dims.a_stride / 4u;
  let b_step = dims.b_stride / 4u;
  var a0_at = first * a_step + (dims.a_offset + min(row0, last_rows)) / 4u;
  var a1_at = first * a_step + (dims.a_offset + min(row1, last_rows)) / 4u;
  var b0_at = first * b_step + (dims.b_offset + min(column0, dims.columns - 4u)) / 4u;
  var b1_at = first * b_step + (dims.b_offset + min(column1, dims.columns - 4u)) / 4u;
  var blocks: array<mat4x4f, 16>;
  var bias0 = vec4f();
  var bias1 = vec4f();
  var bias2 = vec4f();
  var bias3 = vec4f();
  for (var k = first; k < limit; k += 8u) {
    let a00 = a[a0_at];
    let a01 = a[a0_at + a_step];
    let a02 = a[a0_at + 2u * a_step];
    let a03 = a[a0_at + 3u * a_step];
    let a10 = a[a1_at];
    let a11 = a[a1_at + a_step];
    let a12 = a[a1_at + 2u * a_step];
    let a13 = a[a1_at + 3u * a_step];
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
    let a04 = a[a0_at + 4u * a_step];
    let a05 = a[a0_at + 5u * a_step];
    let a06 = a[a0_at + 6u * a_step];
    let a07 = a[a0_at + 7u * a_step];
    let a14 = a[a1_at + 4u * a_step];
    let a15 = a[a1_at + 5u * a_step];
    let a16 = a[a1_at + 6u * a_step];
    let a17 = a[a1_at + 7u * a_step];
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
    let top0 = transpose(mat4x4f(a00, a01, a02, a03));
    let top1 = transpose(mat4x4f(a10, a11, a12, a13));
    let top2 = transpose(mat4x4f(a20, a21, a22, a23));
    let top3 = transpose(mat4x4f(a30, a31, a32, a33));
    let left0_next = mat4x4f(b04, b05, b06, b07);
    let left1_next = mat4x4f(b14, b15, b16, b17);
    let left2_next = mat4x4f(b24, b25, b26, b27);
    let left3_next = mat4x4f(b34, b35, b36, b37);
    let top0_next = transpose(mat4x4f(a04, a05, a06, a07));
    let top1_next = transpose(mat4x4f(a14, a15, a16, a17));
    let top2_next = transpose(mat4x4f(a24, a25, a26, a27));
    let top3_next = transpose(mat4x4f(a34, a35, a36, a37));
    a0_at += 8u * a_step;
    a1_at += 8u * a_step;
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
    if (sums) {
      bias0 += a00 + a01 + a02 + a03;
      bias1 += a10 + a11 + a12 + a13;
      bias2 += a20 + a21 + a22 + a23;
      bias3 += a30 + a31 + a32 + a33;
      bias0 += a04 + a05 + a06 + a07;
      bias1 += a14 + a15 + a16 + a17;
      bias2 += a24 + a25 + a26 + a27;
      bias3 += a34 + a35 + a36 + a37;
    }
  }
  let rows = array(row0, row1, row2, row3);
  let columns = array(column0, column1, column2, column3);
  for (var i = 0u; i < 16u; i++) {
    store_block(group.z, rows[i / 4u], columns[i % 4u], blocks[i]);
  }
  if (sums && tile_x == 0u) {
    store_bias(group.z, row0, bias0);
    store_bias(group.z, row1, bias1);
    store_bias(group.z, row2, bias2);
    store_bias(group.z, row3, bias3);
  }
}
