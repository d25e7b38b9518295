// c[s] = aᵀ b, bias[s] = Σ a over rows of split s: gradients of a linear layer's weight and bias.
// As the quad variant, with 64 x 64 a quad and eight inner steps a turn: for software adapters, where a load
// costs as much as thirty multiply-adds and sums are in memory anyway.
enable subgroups;
//#import quad_swaps
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

fn store_bias(split: u32, row: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (row + i < dims.rows) { bias[split * dims.rows + row + i] = value[i]; }
  }
}

fn load_a(at: u32, step: u32) -> mat4x4f {
  return mat4x4f(a[at], a[at + step], a[at + 2u * step], a[at + 3u * step]);
}

fn load_b(at: u32, step: u32) -> mat4x4f {
  return mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]);
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  // A quad is 2x2 invocations: a row pair shares a, a column pair shares b.
  let right = index & 1u;
  let lower = index >> 1u;
  let row = group.y * 64u + lower * 32u;
  let column = group.x * 64u + right * 32u;
  let own_row = row + right * 16u;
  let other_row = row + (1u - right) * 16u;
  let own_column = column + lower * 16u;
  let other_column = column + (1u - lower) * 16u;
  let first = group.z * dims.chunk;
  let limit = min(dims.inner, first + dims.chunk);
  let sums = dims.has_bias != 0u && group.x == 0u;
  // The last block of rows may be partly padding, which is read and not stored.
  let last_rows = (dims.rows - 1u) / 4u * 4u;
  let a_step = dims.a_stride >> 2u;
  let b_step = dims.b_stride >> 2u;
  var a_at: array<u32, 4>;
  var b_at: array<u32, 4>;
  var bias_sums: array<vec4f, 4>;
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    a_at[i] = first * a_step + ((dims.a_offset + min(own_row + 4u * i, last_rows)) >> 2u);
    b_at[i] = first * b_step + ((dims.b_offset + min(own_column + 4u * i, dims.columns - 4u)) >> 2u);
  }
  // Eight columns of blocks, this step's and the next in turns, and eight rows of eight blocks: own ones first.
  var left: array<mat4x4f, 16>;
  var blocks: array<mat4x4f, 64>;
  for (var k = first; k < limit; k += 8u) {
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      let now = load_b(b_at[i], b_step);
      let next = load_b(b_at[i] + 4u * b_step, b_step);
      left[2u * i] = now;
      left[2u * i + 1u] = next;
      left[2u * i + 8u] = below(now);
      left[2u * i + 9u] = below(next);
      b_at[i] += 8u * b_step;
    }
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      let down = load_a(a_at[i], a_step);
      let down_next = load_a(a_at[i] + 4u * a_step, a_step);
      let now = transpose(down);
      let next = transpose(down_next);
      let now_beside = beside(now);
      let next_beside = beside(next);
      //#unroll
      for (var j = 0u; j < 8u; j++) {
        //#unroll
        for (var r = 0u; r < 4u; r++) {
          blocks[8u * i + j][r] += left[2u * j] * now[r] + left[2u * j + 1u] * next[r];
        }
      }
      //#unroll
      for (var j = 0u; j < 8u; j++) {
        //#unroll
        for (var r = 0u; r < 4u; r++) {
          blocks[8u * i + j + 32u][r] += left[2u * j] * now_beside[r] + left[2u * j + 1u] * next_beside[r];
        }
      }
      a_at[i] += 8u * a_step;
      if (sums) {
        bias_sums[i] += down[0] + down[1] + down[2] + down[3];
        bias_sums[i] += down_next[0] + down_next[1] + down_next[2] + down_next[3];
      }
    }
  }
  for (var i = 0u; i < 64u; i++) {
    let block = blocks[i];
    let block_row = select(other_row, own_row, i < 32u) + ((i >> 3u) & 3u) * 4u;
    let block_column = select(other_column, own_column, (i & 4u) == 0u) + (i & 3u) * 4u;
    if (block_column < dims.columns) {
      let at = ((group.z * dims.rows + block_row) * dims.columns + block_column) >> 2u;
      //#unroll
      for (var r = 0u; r < 4u; r++) {
        if (block_row + r < dims.rows) { c[at + r * (dims.columns >> 2u)] = block[r]; }
      }
    }
  }
  if (sums) {
    for (var i = 0u; i < 4u; i++) {
      store_bias(group.z, own_row + 4u * i, bias_sums[i]);
    }
  }
}
