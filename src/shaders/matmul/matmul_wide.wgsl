// As the QUAD permutations of matmul.wgsl, for software adapters: a quad computes 64 x 64 sums.
//#permutation matmul_nt_wide NT
//#permutation matmul_nn_wide NN
//#permutation matmul_tn_wide TN
enable subgroups;
//#import matmul_place
//#import wide_rows
//#if NT
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (columns, inner)
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // (columns)
@group(0) @binding(4) var<storage, read> residual: array<vec4f>;  // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<vec4f>;   // (rows, columns) at c_stride
//#endif
//#if NN
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;   // (rows, columns) at c_stride
//#endif
//#if TN
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (inner, rows) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (inner, columns) at b_stride
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;   // (splits, rows, columns)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;  // (splits, rows)
//#endif

//#if NT
// Half of what a turn of the loop takes. In vec4s here, as k and its limit are.
const HALF: u32 = 1u;

// If fewer than four columns are left, it keeps what c has beside them.
fn epilogue(at: u32, row: u32, column: u32, value: vec4f) -> vec4f {
  var sum = value;
  if (dims.has_residual != 0u) { sum += residual[(row * dims.columns + column) >> 2u]; }
  return select(c[at], sum, column + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.columns));
}
//#else
const HALF: u32 = 4u;

// Four inner steps of a row.
fn load_a(at: u32, k: u32) -> vec4f {
  //#if NN
  // Zero from `inner` on: a may have other columns there.
  return select(vec4f(), a[at + (k >> 2u)], k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner));
  //#else
  let first = at + k * dims.a_stride;
  let step = dims.a_stride;
  return vec4f(a[first], a[first + step], a[first + 2u * step], a[first + 3u * step]);
  //#endif
}

// Four inner steps of four columns, a column each.
fn load_b(at: u32, step: u32) -> mat4x4f {
  return transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
}
//#endif

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let row = group.y * 64u + index * 16u;
  let column = group.x * 64u;
  //#if NT
  let first = 0u;
  let limit = dims.inner >> 2u;
  //#endif
  //#if NN
  let first = dims.start;
  let limit = dims.stop;
  let b_step = dims.columns >> 2u;
  //#endif
  //#if TN
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let b_step = dims.b_stride >> 2u;
  //#endif
  var a_at: array<u32, 16>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    //#if TN
    a_at[i] = dims.a_offset + min(row + i, dims.rows - 1u);
    //#else
    a_at[i] = (dims.a_offset + min(row + i, dims.rows - 1u) * dims.a_stride) >> 2u;
    //#endif
  }
  //#if NT
  var b_at: array<u32, 16>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    b_at[i] = (min(column + index * 16u + i, dims.columns - 1u) * dims.inner) >> 2u;
  }
  //#else
  var b_at: array<u32, 4>;
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    let own = min(column + index * 16u + 4u * i, dims.columns - 4u);
    //#if TN
    b_at[i] = (dims.b_offset + own) >> 2u;
    //#else
    b_at[i] = own >> 2u;
    //#endif
  }
  //#endif
  var sums: array<Sums, 16>;
  //#if NT
  var biases: Sums;
  //#unroll
  for (var q = 0u; q < 16u; q++) {
    biases[q] = select(vec4f(), bias[(column + wide_column(index, q)) >> 2u], dims.has_bias != 0u);
  }
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    sums[i] = biases;
  }
  //#endif
  //#if TN
  var bias_sums: array<f32, 16>;
  //#endif
  for (var k = first; k < limit; k += 2u * HALF) {
    var own_now: array<vec4f, 16>;
    var own_next: array<vec4f, 16>;
    //#if NT
    //#unroll
    for (var i = 0u; i < 16u; i++) {
      own_now[i] = b[b_at[i] + k];
      own_next[i] = b[b_at[i] + k + 1u];
    }
    //#else
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
    //#endif
    let now = share_columns(own_now);
    let next = share_columns(own_next);
    //#unroll
    for (var i = 0u; i < 16u; i++) {
      //#if NT
      let a_now = a[a_at[i] + k];
      // Zero from `inner` on: a may have other columns there.
      let a_next = select(vec4f(), a[a_at[i] + k + HALF], k + HALF < limit);
      //#else
      let a_now = load_a(a_at[i], k);
      let a_next = load_a(a_at[i], k + HALF);
      //#endif
      sums[i] = add_row(sums[i], now, a_now, next, a_next);
      //#if TN
      bias_sums[i] += dot(a_now + a_next, vec4f(1.0));
      //#endif
    }
  }
  // A loop indexes a copy, which lies in memory, so that the sums stay in registers: see wide_rows.
  var results = sums;
  //#if NT
  let plain = (dims.has_residual | (dims.columns & 3u)) == 0u;
  //#endif
  //#if NN
  let plain = (dims.accumulate & 1u) == 0u && dims.start == 0u;
  //#endif
  //#if TN
  const plain = true;
  //#endif
  // Two loops, not a branch: a software adapter skips a loop that takes no turn, but computes both sides of a branch.
  for (var i = select(256u, 0u, plain); i < 256u; i++) {
    let c_row = row + (i >> 4u);
    let c_column = column + wide_column(index, i & 15u);
    // `&` makes one branch, `&&` would make two.
    if ((c_row < dims.rows) & (c_column < dims.columns)) {
      c[place(group.z, c_row, c_column) >> 2u] = results[i >> 4u][i & 15u];
    }
  }
  //#if NT | NN
  for (var i = select(0u, 256u, plain); i < 256u; i++) {
    let c_row = row + (i >> 4u);
    let c_column = column + wide_column(index, i & 15u);
    if ((c_row < dims.rows) & (c_column < dims.columns)) {
      let at = place(group.z, c_row, c_column) >> 2u;
      //#if NT
      c[at] = epilogue(at, c_row, c_column, results[i >> 4u][i & 15u]);
      //#else
      c[at] += results[i >> 4u][i & 15u];
      //#endif
    }
  }
  //#endif
  //#if TN
  if (dims.has_bias != 0u && group.x == 0u) {
    var bias_results = bias_sums;
    for (var i = 0u; i < 16u; i++) {
      if (row + i < dims.rows) { bias[group.z * dims.rows + row + i] = bias_results[i]; }
    }
  }
  //#endif
}
