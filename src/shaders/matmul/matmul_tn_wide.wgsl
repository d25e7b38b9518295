// c[s] = aᵀ b, bias[s] = Σ a over rows of split s: gradients of a linear layer's weight and bias.
// As the quad variant, with 64 x 64 sums a quad: for software adapters.
enable subgroups;
//#import wide_rows
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, b_stride: u32, b_offset: u32,
  chunk: u32, has_bias: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (inner, rows) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (inner, columns) at b_stride
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;   // (splits, rows, columns)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;  // (splits, rows)

// Four inner steps of a row.
fn load_a(at: u32) -> vec4f {
  let step = dims.a_stride;
  return vec4f(a[at], a[at + step], a[at + 2u * step], a[at + 3u * step]);
}

// Four inner steps of four columns, a column each.
fn load_b(at: u32, step: u32) -> mat4x4f {
  return transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let row = group.y * 64u + index * 16u;
  let column = group.x * 64u;
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let b_step = dims.b_stride >> 2u;
  var a_at: array<u32, 16>;
  var b_at: array<u32, 4>;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    a_at[i] = dims.a_offset + min(row + i, dims.rows - 1u);
  }
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    b_at[i] = (dims.b_offset + min(column + index * 16u + 4u * i, dims.columns - 4u)) >> 2u;
  }
  var sums: array<Sums, 16>;
  var bias_sums: array<f32, 16>;
  for (var k = first; k < limit; k += 8u) {
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
      let a_now = load_a(a_at[i] + k * dims.a_stride);
      let a_next = load_a(a_at[i] + (k + 4u) * dims.a_stride);
      sums[i] = add_row(sums[i], now, a_now, next, a_next);
      bias_sums[i] += dot(a_now + a_next, vec4f(1.0));
    }
  }
  // Values cannot be indexed by a counter.
  var results = sums;
  for (var i = 0u; i < 256u; i++) {
    let c_row = row + (i >> 4u);
    let c_column = column + wide_column(index, i & 15u);
    // One branch, not the two of a short circuit.
    if ((c_row < dims.rows) & (c_column < dims.columns)) {
      c[((group.z * dims.rows + c_row) * dims.columns + c_column) >> 2u] = results[i >> 4u][i & 15u];
    }
  }
  if (dims.has_bias != 0u && group.x == 0u) {
    var bias_results = bias_sums;
    for (var i = 0u; i < 16u; i++) {
      if (row + i < dims.rows) { bias[group.z * dims.rows + row + i] = bias_results[i]; }
    }
  }
}
