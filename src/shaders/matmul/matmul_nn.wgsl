// c (+)= a b: the gradient of a linear layer's input. Inner steps `start` to `stop`: later ones are added to what is there.
// Any sizes, strides, and offsets. A block of 4 x 4 an invocation.
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32, start: u32, stop: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;        // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<f32>;        // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<f32>;  // (rows, columns) at c_stride
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;

fn c4(at: u32) -> vec4f {
  return vec4f(c[at], c[at + 1u], c[at + 2u], c[at + 3u]);
}

fn epilogue(row: u32, column: u32, block: mat4x4f) -> mat4x4f {
  let at = dims.c_offset + row * dims.c_stride + column;
  let step = dims.c_stride;
  return block + mat4x4f(c4(at), c4(at + step), c4(at + 2u * step), c4(at + 3u * step));
}

fn store_row(row: u32, column: u32, value: vec4f) {
  // One branch, not the two of a short circuit.
  if ((row < dims.rows) & (column < dims.columns)) {
    let at = dims.c_offset + row * dims.c_stride + column;
    c[at] = value.x;
    if (column + 1u < dims.columns) { c[at + 1u] = value.y; }
    if (column + 2u < dims.columns) { c[at + 2u] = value.z; }
    if (column + 3u < dims.columns) { c[at + 3u] = value.w; }
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

fn load_a(start: u32, k: u32) -> vec4f {
  let at = start + k;
  let last = dims.inner - 1u;
  let v = vec4f(
    a[at],
    a[start + min(k + 1u, last)],
    a[start + min(k + 2u, last)],
    a[start + min(k + 3u, last)],
  );
  return select(vec4f(), v, k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner));
}

fn load_b(k: u32, at: vec4u) -> vec4f {
  let start = min(k, dims.inner - 1u) * dims.columns;
  let v = vec4f(b[start + at[0]], b[start + at[1]], b[start + at[2]], b[start + at[3]]);
  return select(vec4f(), v, k < dims.inner);
}

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let tile_x = index % GROUP_X;
  let tile_y = index / GROUP_X;
  let row0 = (group.y * GROUP_Y + tile_y) * 4u;
  let column0 = (group.x * GROUP_X + tile_x) * 4u;
  let last_row = dims.rows - 1u;
  let a0_start = dims.a_offset + min(row0, last_row) * dims.a_stride;
  let a1_start = dims.a_offset + min(row0 + 1u, last_row) * dims.a_stride;
  let a2_start = dims.a_offset + min(row0 + 2u, last_row) * dims.a_stride;
  let a3_start = dims.a_offset + min(row0 + 3u, last_row) * dims.a_stride;
  let columns = min(column0 + vec4u(0u, 1u, 2u, 3u), vec4u(dims.columns - 1u));
  var c00 = mat4x4f();
  for (var k = dims.start; k < dims.stop; k += 4u) {
    let a00 = load_a(a0_start, k);
    let a01 = load_a(a1_start, k);
    let a02 = load_a(a2_start, k);
    let a03 = load_a(a3_start, k);
    let b00 = load_b(k, columns);
    let b01 = load_b(k + 1u, columns);
    let b02 = load_b(k + 2u, columns);
    let b03 = load_b(k + 3u, columns);
    let left0 = mat4x4f(b00, b01, b02, b03);
    let top0 = mat4x4f(a00, a01, a02, a03);
    c00 += left0 * top0;
  }
  store_block(row0, column0, c00);
}
