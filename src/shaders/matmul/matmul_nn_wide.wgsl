// c (+)= a b: the gradient of a linear layer's input. Inner steps `start` to `stop`: later ones are added to what is there.
// As the quad variant, with 64 x 64 sums a quad: for software adapters.
enable subgroups;
//#import wide_rows
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32, start: u32, stop: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;        // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;        // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;  // (rows, columns) at c_stride

// Four inner steps of four columns, a column each.
fn load_b(at: u32, step: u32) -> mat4x4f {
  return transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
}

// Zero beyond inner, where a has other columns.
fn load_a(at: u32, k: u32) -> vec4f {
  return select(vec4f(), a[at + (k >> 2u)], k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let row = group.y * 64u + index * 16u;
  let column = group.x * 64u;
  let b_step = dims.columns >> 2u;
  var a_at: array<u32, 16>;
  var b_at: array<u32, 4>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    a_at[i] = (dims.a_offset + min(row + i, dims.rows - 1u) * dims.a_stride) >> 2u;
  }
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    b_at[i] = min(column + index * 16u + 4u * i, dims.columns - 4u) >> 2u;
  }
  var sums: array<Sums, 16>;
  for (var k = dims.start; k < dims.stop; k += 8u) {
    var own_now: array<vec4f, 16>;
    var own_next: array<vec4f, 16>;
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      let four_now = load_b(b_at[i] + k * b_step, b_step);
      let four_next = load_b(b_at[i] + (k + 4u) * b_step, b_step);
      //#unroll
      for (var j = 0u; j < 4u; j++) {
        own_now[4u * i + j] = four_now[j];
        own_next[4u * i + j] = four_next[j];
      }
    }
    let now = share_columns(own_now);
    let next = share_columns(own_next);
    //#unroll
    for (var i = 0u; i < 16u; i++) {
      sums[i] = add_row(sums[i], now, load_a(a_at[i], k), next, load_a(a_at[i], k + 4u));
    }
  }
  // Values cannot be indexed by a counter.
  var results = sums;
  let plain = (dims.accumulate & 1u) == 0u && dims.start == 0u;
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
      c[(dims.c_offset + c_row * dims.c_stride + c_column) >> 2u] += results[i >> 4u][i & 15u];
    }
  }
}
