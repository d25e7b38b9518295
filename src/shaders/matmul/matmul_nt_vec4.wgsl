// c = a bᵀ (+ bias) (+ residual): the forward pass of a linear layer.
// Whole vec4s: see `vectorised` of kernels/matmul_variants.ts. A block of 8 x 8 an invocation.
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  has_bias: u32, has_residual: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (columns, inner)
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // (columns)
@group(0) @binding(4) var<storage, read> residual: array<vec4f>;  // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<vec4f>;   // (rows, columns) at c_stride
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;

fn epilogue(row: u32, column: u32, block: mat4x4f) -> mat4x4f {
  var sum = block;
  if (dims.has_bias != 0u) {
    let shift = bias[column / 4u];
    sum += mat4x4f(shift, shift, shift, shift);
  }
  if (dims.has_residual != 0u) {
    let at = (row * dims.columns + column) / 4u;
    let step = dims.columns / 4u;
    sum += mat4x4f(
      residual[at], residual[at + step],
      residual[at + 2u * step], residual[at + 3u * step],
    );
  }
  return sum;
}

fn store_row(row: u32, column: u32, value: vec4f) {
  // One branch, not the two of a short circuit.
  if ((row < dims.rows) & (column < dims.columns)) {
    let at = (dims.c_offset + row * dims.c_stride + column) / 4u;
    if (column + 4u <= dims.columns) {
      c[at] = value;
    } else {
      c[at].x = value.x;
      if (column + 1u < dims.columns) { c[at].y = value.y; }
      if (column + 2u < dims.columns) { c[at].z = value.z; }
    }
  }
}

fn store_block(row: u32, column: u32, block: mat4x4f) {
  var sum = block;
  if ((dims.has_bias | dims.has_residual) != 0u) { sum = epilogue(row, column, block); }
  store_row(row, column, sum[0]);
  store_row(row + 1u, column, sum[1]);
  store_row(row + 2u, column, sum[2]);
  store_row(row + 3u, column, sum[3]);
}

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let tile_x = index % GROUP_X;
  let tile_y = index / GROUP_X;
  let row0 = ((group.y * 2u) * GROUP_Y + tile_y) * 4u;
  let row1 = ((group.y * 2u + 1u) * GROUP_Y + tile_y) * 4u;
  let column0 = ((group.x * 2u) * GROUP_X + tile_x) * 4u;
  let column1 = ((group.x * 2u + 1u) * GROUP_X + tile_x) * 4u;
  let last_row = dims.rows - 1u;
  let a00_start = (dims.a_offset + min(row0, last_row) * dims.a_stride) / 4u;
  let a01_start = (dims.a_offset + min(row0 + 1u, last_row) * dims.a_stride) / 4u;
  let a02_start = (dims.a_offset + min(row0 + 2u, last_row) * dims.a_stride) / 4u;
  let a03_start = (dims.a_offset + min(row0 + 3u, last_row) * dims.a_stride) / 4u;
  let a10_start = (dims.a_offset + min(row1, last_row) * dims.a_stride) / 4u;
  let a11_start = (dims.a_offset + min(row1 + 1u, last_row) * dims.a_stride) / 4u;
  let a12_start = (dims.a_offset + min(row1 + 2u, last_row) * dims.a_stride) / 4u;
  let a13_start = (dims.a_offset + min(row1 + 3u, last_row) * dims.a_stride) / 4u;
  let last_column = dims.columns - 1u;
  let b00_start = min(column0, last_column) * dims.inner / 4u;
  let b01_start = min(column0 + 1u, last_column) * dims.inner / 4u;
  let b02_start = min(column0 + 2u, last_column) * dims.inner / 4u;
  let b03_start = min(column0 + 3u, last_column) * dims.inner / 4u;
  let b10_start = min(column1, last_column) * dims.inner / 4u;
  let b11_start = min(column1 + 1u, last_column) * dims.inner / 4u;
  let b12_start = min(column1 + 2u, last_column) * dims.inner / 4u;
  let b13_start = min(column1 + 3u, last_column) * dims.inner / 4u;
  var c00 = mat4x4f();
  var c01 = mat4x4f();
  var c10 = mat4x4f();
  var c11 = mat4x4f();
  for (var k = 0u; k < dims.inner; k += 4u) {
    let a00 = a[a00_start + k / 4u];
    let a01 = a[a01_start + k / 4u];
    let a02 = a[a02_start + k / 4u];
    let a03 = a[a03_start + k / 4u];
    let a10 = a[a10_start + k / 4u];
    let a11 = a[a11_start + k / 4u];
    let a12 = a[a12_start + k / 4u];
    let a13 = a[a13_start + k / 4u];
    let b00 = b[b00_start + k / 4u];
    let b01 = b[b01_start + k / 4u];
    let b02 = b[b02_start + k / 4u];
    let b03 = b[b03_start + k / 4u];
    let b10 = b[b10_start + k / 4u];
    let b11 = b[b11_start + k / 4u];
    let b12 = b[b12_start + k / 4u];
    let b13 = b[b13_start + k / 4u];
    let left0 = transpose(mat4x4f(b00, b01, b02, b03));
    let left1 = transpose(mat4x4f(b10, b11, b12, b13));
    let top0 = mat4x4f(a00, a01, a02, a03);
    let top1 = mat4x4f(a10, a11, a12, a13);
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
