// As linear_attention_forward, for heads that fit registers: a workgroup runs one head of one sequence, an invocation one
// column of S and its own copy of z.
//#import elu
struct Dims { B: u32, L: u32, D: u32, heads: u32, carries: u32, eps: f32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;          // (B, L, 3D)
@group(0) @binding(2) var<storage, read_write> state: array<f32>;  // (B, heads, HEAD_DIM, HEAD_DIM + 1): rows of S, then of z
@group(0) @binding(3) var<storage, read_write> y: array<f32>;      // (B, L, D)
@group(0) @binding(4) var<storage, read_write> norm: array<f32>;   // (B, heads, L), phi(q) · z + eps
const HEAD_DIM: u32 = 4u;

@compute @workgroup_size(HEAD_DIM)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) column: u32) {
  let sequence = group.y;
  let head = sequence * dims.heads + group.x;
  let kept = head * HEAD_DIM * (HEAD_DIM + 1u);
  var sums: array<f32, HEAD_DIM>;
  var keys: array<f32, HEAD_DIM>;
  if (dims.carries != 0u || dims.start > 0u) {
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      sums[i] = state[kept + i * (HEAD_DIM + 1u) + column];
      keys[i] = state[kept + i * (HEAD_DIM + 1u) + HEAD_DIM];
    }
  }
  for (var t = dims.start; t < dims.stop; t++) {
    let row = sequence * dims.L + t;
    let base = row * 3u * dims.D + group.x * HEAD_DIM;
    let value = qkv[base + 2u * dims.D + column];
    var mixed = 0.0;
    var total = dims.eps;
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      let key = elu_plus_one(qkv[base + dims.D + i]);
      let query = elu_plus_one(qkv[base + i]);
      sums[i] += key * value;
      keys[i] += key;
      mixed += query * sums[i];
      total += query * keys[i];
    }
    y[row * dims.D + group.x * HEAD_DIM + column] = mixed / total;
    if (column == 0u) {
      norm[head * dims.L + t] = total;
    }
  }
  storageBarrier();  // every invocation has read z
  //#unroll
  for (var i = 0u; i < HEAD_DIM; i++) {
    state[kept + i * (HEAD_DIM + 1u) + column] = sums[i];
  }
  if (column == 0u) {
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      state[kept + i * (HEAD_DIM + 1u) + HEAD_DIM] = keys[i];
    }
  }
}
