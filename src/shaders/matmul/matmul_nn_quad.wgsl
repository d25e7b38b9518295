// c (+)= a b: the gradient of a linear layer's input. Inner steps `start` to `stop`: later ones are added to what is there.
// As the vec4 variant, but the four invocations of a quad share their loads: half as many.
enable subgroups;
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32, start: u32, stop: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;        // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;        // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;  // (rows, columns) at c_stride
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;

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
  if ((dims.accumulate & 1u) != 0u || dims.start > 0u) { sum = epilogue(row, column, block); }
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
  let row0 = ((group.y * 2u + right) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 2u + (1u - right)) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 2u + lower) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 2u + (1u - lower)) * GROUP_X + tile_x) * 4u;
  let last_row = dims.rows - 1u;
  let a00_start = (dims.a_offset + min(row0, last_row) * dims.a_stride) / 4u;
  let a01_start = (dims.a_offset + min(row0 + 1u, last_row) * dims.a_stride) / 4u;
  let a02_start = (dims.a_offset + min(row0 + 2u, last_row) * dims.a_stride) / 4u;
  let a03_start = (dims.a_offset + min(row0 + 3u, last_row) * dims.a_stride) / 4u;
  let b_step = dims.columns / 4u;
  var b0_at = min(column0, dims.columns - 4u) / 4u + dims.start * b_step;
  var c00 = mat4x4f();
  var c01 = mat4x4f();
  var c10 = mat4x4f();
  var c11 = mat4x4f();
  for (var k = dims.start; k < dims.stop; k += 4u) {
    // Beyond inner, a has other columns and b is held within its bounds.
    let within = k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner);
    let a00 = select(vec4f(), a[a00_start + k / 4u], within);
    let a01 = select(vec4f(), a[a01_start + k / 4u], within);
    let a02 = select(vec4f(), a[a02_start + k / 4u], within);
    let a03 = select(vec4f(), a[a03_start + k / 4u], within);
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
    let top0 = mat4x4f(a00, a01, a02, a03);
    let top1 = mat4x4f(a10, a11, a12, a13);
    b0_at += 4u * b_step;
    c00 += left0 * top0;
    c01 += left1 * top0;
    c10 += left0 * top1;
    c11 += left1 * top1;
  }
  store_block(row0, column0, c00);
  store_block(row0, column1, c01);
  store_block(row1, column0, c10);
  store_block(row1, column1, c11);
}
