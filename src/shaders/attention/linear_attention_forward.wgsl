// Linear attention (Katharopoulos et al. 2020), phi = elu + 1, as a recurrence over tokens, for heads of any width:
//   S += phi(k) vᵀ,  z += phi(k),  y = phi(q) S / (phi(q) · z + eps).
// A workgroup runs one head of one sequence, an invocation every GROUP-th column of (S, z), one after the other, in `state`.
// Tokens `start` to `stop`.
//#import elu
struct Dims { B: u32, L: u32, D: u32, heads: u32, carries: u32, eps: f32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;          // (B, L, 3D)
@group(0) @binding(2) var<storage, read_write> state: array<f32>;  // (B, heads, width, width + 1): rows of S, then of z
@group(0) @binding(3) var<storage, read_write> y: array<f32>;      // (B, L, D)
@group(0) @binding(4) var<storage, read_write> norm: array<f32>;   // (B, heads, L), phi(q) · z + eps
const GROUP: u32 = 64u;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let width = dims.D / dims.heads;
  let sequence = group.y;
  let head = sequence * dims.heads + group.x;
  let kept = head * width * (width + 1u);
  for (var column = local; column <= width; column += GROUP) {
    if (dims.carries == 0u && dims.start == 0u) {
      for (var i = 0u; i < width; i++) {
        state[kept + i * (width + 1u) + column] = 0.0;
      }
    }
    for (var t = dims.start; t < dims.stop; t++) {
      let row = sequence * dims.L + t;
      let base = row * 3u * dims.D + group.x * width;
      let value = select(1.0, qkv[base + 2u * dims.D + min(column, width - 1u)], column < width);
      var mixed = 0.0;
      for (var i = 0u; i < width; i++) {
        let at = kept + i * (width + 1u) + column;
        let sum = state[at] + elu_plus_one(qkv[base + dims.D + i]) * value;
        state[at] = sum;
        mixed += elu_plus_one(qkv[base + i]) * sum;
      }
      if (column < width) {
        y[row * dims.D + group.x * width + column] = mixed;
      } else {
        norm[head * dims.L + t] = mixed + dims.eps;
      }
    }
  }
  storageBarrier();
  for (var column = local; column < width; column += GROUP) {
    for (var t = dims.start; t < dims.stop; t++) {
      y[(sequence * dims.L + t) * dims.D + group.x * width + column] /= norm[head * dims.L + t];
    }
  }
}
