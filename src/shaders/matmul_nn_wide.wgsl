// c (+)= a b: the gradient of a linear layer's input.
// As the quad variant, with 64 x 64 a quad and eight inner steps a turn: for software adapters, where a load
// costs as much as thirty multiply-adds and sums are in memory anyway.
enable subgroups;
//#import quad_swaps
struct Dims {
  rows: u32, columns: u32, inner: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;        // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;        // (inner, columns)
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>;  // (rows, columns) at c_stride

// Where four rows of a begin, in vec4s.
fn a_starts(row: u32) -> vec4u {
  return (dims.a_offset + min(row + vec4u(0u, 1u, 2u, 3u), vec4u(dims.rows - 1u)) * dims.a_stride) >> vec4u(2u);
}

// Zero beyond inner, where a has other columns.
fn load_a(starts: vec4u, k: u32) -> mat4x4f {
  let within = 4u * k + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.inner);
  return mat4x4f(
    select(vec4f(), a[starts[0] + k], within),
    select(vec4f(), a[starts[1] + k], within),
    select(vec4f(), a[starts[2] + k], within),
    select(vec4f(), a[starts[3] + k], within),
  );
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
  var a_at: array<vec4u, 4>;
  var b_at: array<u32, 4>;
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    a_at[i] = a_starts(own_row + 4u * i);
    b_at[i] = min(own_column + 4u * i, dims.columns - 4u) >> 2u;
  }
  let b_step = dims.columns >> 2u;
  // Eight columns of blocks, this step's and the next in turns, and eight rows of eight blocks: own ones first.
  var left: array<mat4x4f, 16>;
  var blocks: array<mat4x4f, 64>;
  for (var k = 0u; k < dims.inner; k += 8u) {
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
      let now = load_a(a_at[i], k >> 2u);
      let next = load_a(a_at[i], (k >> 2u) + 1u);
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
    }
  }
  let step = dims.c_stride >> 2u;
  for (var i = 0u; i < 64u; i++) {
    var block = blocks[i];
    let block_row = select(other_row, own_row, i < 32u) + ((i >> 3u) & 3u) * 4u;
    let block_column = select(other_column, own_column, (i & 4u) == 0u) + (i & 3u) * 4u;
    if (block_column < dims.columns) {
      let at = (dims.c_offset + block_row * dims.c_stride + block_column) >> 2u;
      // A software adapter skips a loop that takes no turn, and computes both sides of a branch.
      for (var turns = dims.accumulate & 1u; turns > 0u; turns--) {
        block += mat4x4f(c[at], c[at + step], c[at + 2u * step], c[at + 3u * step]);
      }
      //#unroll
      for (var r = 0u; r < 4u; r++) {
        if (block_row + r < dims.rows) { c[at + r * step] = block[r]; }
      }
    }
  }
}
