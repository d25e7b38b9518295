// c = a bᵀ (+ bias) (+ residual): the forward pass of a linear layer.
// As the quad variant, with 64 x 64 sums a quad: for software adapters.
enable subgroups;
//#import wide_rows
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

// For the last columns, if fewer than four, also what is beside them.
fn epilogue(at: u32, row: u32, column: u32, value: vec4f) -> vec4f {
  var sum = value;
  if (dims.has_residual != 0u) { sum += residual[(row * dims.columns + column) >> 2u]; }
  return select(c[at], sum, column + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.columns));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let row = group.y * 64u + index * 16u;
  let column = group.x * 64u;
  // In vec4s, as is k.
  let end = dims.inner >> 2u;
  var a_at: array<u32, 16>;
  var b_at: array<u32, 16>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    a_at[i] = (dims.a_offset + min(row + i, dims.rows - 1u) * dims.a_stride) >> 2u;
    b_at[i] = (min(column + index * 16u + i, dims.columns - 1u) * dims.inner) >> 2u;
  }
  var biases: Sums;
  //#unroll
  for (var q = 0u; q < 16u; q++) {
    biases[q] = select(vec4f(), bias[(column + wide_column(index, q)) >> 2u], dims.has_bias != 0u);
  }
  var sums: array<Sums, 16>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    sums[i] = biases;
  }
  for (var k = 0u; k < end; k += 2u) {
    var own_now: array<vec4f, 16>;
    var own_next: array<vec4f, 16>;
    //#unroll
    for (var i = 0u; i < 16u; i++) {
      own_now[i] = b[b_at[i] + k];
      own_next[i] = b[b_at[i] + k + 1u];
    }
    let now = share_columns(own_now);
    let next = share_columns(own_next);
    //#unroll
    for (var i = 0u; i < 16u; i++) {
      let a_now = a[a_at[i] + k];
      let a_next = a[a_at[i] + k + 1u];
      // Zero beyond inner, where a has other columns.
      sums[i] = add_row(sums[i], now, a_now, next, select(vec4f(), a_next, k + 1u < end));
    }
  }
  // Values cannot be indexed by a counter.
  var results = sums;
  let plain = (dims.has_residual | (dims.columns & 3u)) == 0u;
  // A software adapter skips a loop that takes no turn, and computes both sides of a branch.
  for (var i = select(256u, 0u, plain); i < 256u; i++) {
    let c_row = row + (i >> 4u);
    let c_column = column + wide_column(index, i & 15u);
    // One branch, not the two of a short circuit.
    if ((c_row < dims.rows) & (c_column < dims.columns)) {
      c[(dims.c_offset + c_row * dims.c_stride + c_column) >> 2u] = results[i >> 4u][i & 15u];
    }
  }
  for (var i = select(0u, 256u, plain); i < 256u; i++) {
    let c_row = row + (i >> 4u);
    let c_column = column + wide_column(index, i & 15u);
    if ((c_row < dims.rows) & (c_column < dims.columns)) {
      let at = (dims.c_offset + c_row * dims.c_stride + c_column) >> 2u;
      c[at] = epilogue(at, c_row, c_column, results[i >> 4u][i & 15u]);
    }
  }
}
