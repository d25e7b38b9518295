// c = a bᵀ (+ bias) (+ residual): the forward pass of a linear layer.
// As the quad variant, with 64 x 64 a quad and eight inner steps a turn: for software adapters, where a load
// costs as much as thirty multiply-adds and sums are in memory anyway.
enable subgroups;
//#import quad_swaps
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

// What a row of c holds in the end: for its last columns, if fewer than four, also what is beside them.
fn epilogue(at: u32, row: u32, column: u32, value: vec4f) -> vec4f {
  var sum = value;
  if (dims.has_bias != 0u) { sum += bias[column >> 2u]; }
  if (dims.has_residual != 0u) { sum += residual[(row * dims.columns + column) >> 2u]; }
  return select(c[at], sum, column + vec4u(0u, 1u, 2u, 3u) < vec4u(dims.columns));
}

// Where four rows of a begin, in vec4s.
fn a_starts(row: u32) -> vec4u {
  return (dims.a_offset + min(row + vec4u(0u, 1u, 2u, 3u), vec4u(dims.rows - 1u)) * dims.a_stride) >> vec4u(2u);
}

// Where four rows of b begin, in vec4s.
fn b_starts(column: u32) -> vec4u {
  return (min(column + vec4u(0u, 1u, 2u, 3u), vec4u(dims.columns - 1u)) * dims.inner) >> vec4u(2u);
}

// Zero beyond inner, where a has other columns.
fn load_a(starts: vec4u, k: u32, end: u32) -> mat4x4f {
  let within = k < end;
  return mat4x4f(
    select(vec4f(), a[starts[0] + k], within),
    select(vec4f(), a[starts[1] + k], within),
    select(vec4f(), a[starts[2] + k], within),
    select(vec4f(), a[starts[3] + k], within),
  );
}

fn load_b(starts: vec4u, k: u32) -> mat4x4f {
  return transpose(mat4x4f(b[starts[0] + k], b[starts[1] + k], b[starts[2] + k], b[starts[3] + k]));
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
  var b_at: array<vec4u, 4>;
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    a_at[i] = a_starts(own_row + 4u * i);
    b_at[i] = b_starts(own_column + 4u * i);
  }
  let end = dims.inner >> 2u;
  // Eight columns of blocks, this step's and the next in turns, and eight rows of eight blocks: own ones first.
  var left: array<mat4x4f, 16>;
  var blocks: array<mat4x4f, 64>;
  for (var k = 0u; k < end; k += 2u) {
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      let now = load_b(b_at[i], k);
      let next = load_b(b_at[i], k + 1u);
      left[2u * i] = now;
      left[2u * i + 1u] = next;
      left[2u * i + 8u] = below(now);
      left[2u * i + 9u] = below(next);
    }
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      let now = load_a(a_at[i], k, end);
      let next = load_a(a_at[i], k + 1u, end);
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
  let plain = ((dims.has_bias | dims.has_residual | (dims.columns & 3u)) == 0u);
  // A software adapter skips a loop that takes no turn, and computes both sides of a branch.
  for (var i = select(64u, 0u, plain); i < 64u; i++) {
    let block = blocks[i];
    let block_row = select(other_row, own_row, i < 32u) + ((i >> 3u) & 3u) * 4u;
    let block_column = select(other_column, own_column, (i & 4u) == 0u) + (i & 3u) * 4u;
    if (block_column < dims.columns) {
      let at = (dims.c_offset + block_row * dims.c_stride + block_column) >> 2u;
      //#unroll
      for (var r = 0u; r < 4u; r++) {
        if (block_row + r < dims.rows) { c[at + r * step] = block[r]; }
      }
    }
  }
  for (var i = select(0u, 64u, plain); i < 64u; i++) {
    let block_row = select(other_row, own_row, i < 32u) + ((i >> 3u) & 3u) * 4u;
    let block_column = select(other_column, own_column, (i & 4u) == 0u) + (i & 3u) * 4u;
    for (var r = 0u; r < 4u; r++) {
      // One branch, not the two of a short circuit.
      if ((block_row + r < dims.rows) & (block_column < dims.columns)) {
        let at = ((dims.c_offset + block_column) >> 2u) + (block_row + r) * step;
        c[at] = epilogue(at, block_row + r, block_column, blocks[i][r]);
      }
    }
  }
}
