// c[s] = aᵀ b, bias[s] = Σ a over rows of split s: gradients of a linear layer's weight and bias.
// Any sizes, strides, and offsets. A block of 4 x 4 an invocation.
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, b_stride: u32, b_offset: u32,
  chunk: u32, has_bias: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (inner, rows) at a_stride
@group(0) @binding(2) var<storage, read> b: array<f32>;           // (inner, columns) at b_stride
@group(0) @binding(3) var<storage, read_write> c: array<f32>;     // (splits, rows, columns)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;  // (splits, rows)
const GROUP_X: u32 = 8u;
const GROUP_Y: u32 = 8u;

fn store_row(split: u32, row: u32, column: u32, value: vec4f) {
  // One branch, not the two of a short circuit.
  if ((row < dims.rows) & (column < dims.columns)) {
    let at = (split * dims.rows + row) * dims.columns + column;
    c[at] = value.x;
    if (column + 1u < dims.columns) { c[at + 1u] = value.y; }
    if (column + 2u < dims.columns) { c[at + 2u] = value.z; }
    if (column + 3u < dims.columns) { c[at + 3u] = value.w; }
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

fn load_a(k: u32, limit: u32, at: vec4u) -> vec4f {
  let start = dims.a_offset + min(k, dims.inner - 1u) * dims.a_stride;
  let v = vec4f(a[start + at[0]], a[start + at[1]], a[start + at[2]], a[start + at[3]]);
  return select(vec4f(), v, k < limit);
}

fn load_b(k: u32, limit: u32, at: vec4u) -> vec4f {
  let start = dims.b_offset + min(k, dims.inner - 1u) * dims.b_stride;
  let v = vec4f(b[start + at[0]], b[start + at[1]], b[start + at[2]], b[start + at[3]]);
  return select(vec4f(), v, k < limit);
}

@compute @workgroup_size(GROUP_X * GROUP_Y)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let tile_x = index % GROUP_X;
  let tile_y = index / GROUP_X;
  let row0 = (group.y * GROUP_Y + tile_y) * 4u;
  let column0 = (group.x * GROUP_X + tile_x) * 4u;
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let sums = dims.has_bias != 0u && group.x == 0u;
  let columns = min(column0 + vec4u(0u, 1u, 2u, 3u), vec4u(dims.columns - 1u));
  let rows = min(row0 + vec4u(0u, 1u, 2u, 3u), vec4u(dims.rows - 1u));
  var c00 = mat4x4f();
  var bias0 = vec4f();
  for (var k = first; k < limit; k += 4u) {
    let a00 = load_a(k, limit, rows);
    let a01 = load_a(k + 1u, limit, rows);
    let a02 = load_a(k + 2u, limit, rows);
    let a03 = load_a(k + 3u, limit, rows);
    let b00 = load_b(k, limit, columns);
    let b01 = load_b(k + 1u, limit, columns);
    let b02 = load_b(k + 2u, limit, columns);
    let b03 = load_b(k + 3u, limit, columns);
    let left0 = mat4x4f(b00, b01, b02, b03);
    let top0 = transpose(mat4x4f(a00, a01, a02, a03));
    c00 += left0 * top0;
    if (sums) {
      bias0 += a00 + a01 + a02 + a03;
    }
  }
  store_block(group.z, row0, column0, c00);
  if (sums && tile_x == 0u) {
    store_bias(group.z, row0, bias0);
  }
}
