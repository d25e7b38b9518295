// Gradient of linear_attention_forward.wgsl, for heads of any width, sums recomputed. With v' = (v, 1),
// g = (dy, -dy · y) / norm, S' = (S, z) as there, and R = Σ phi(q) gᵀ over this token and all later ones:
//   d phi(q) = S' g,  d phi(k) = R v',  dv = phi(k) R without its last column.
// Grid layers in z: a row of S' an invocation, forwards; a row of R, backwards; a column of R, backwards. All but the last
// column of S' and R lie in `sums`. Turns `start` to `stop` of those over tokens.
//#import elu
//#import put_dqkv
struct Dims { B: u32, L: u32, D: u32, heads: u32, carries: u32, accumulate: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;         // (B, L, 3D)
@group(0) @binding(2) var<storage, read> y: array<f32>;           // (B, L, D)
@group(0) @binding(3) var<storage, read> norm: array<f32>;        // (B, heads, L)
@group(0) @binding(4) var<storage, read> dy: array<f32>;          // (B, L, D)
@group(0) @binding(5) var<storage, read> before: array<f32>;      // (B, heads, width, width + 1), if carries: S' before the first
@group(0) @binding(6) var<storage, read_write> dqkv: array<f32>;  // (B, L, 3D)
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;  // (3, B, heads, width, width + 1)
const GROUP: u32 = 64u;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let width = dims.D / dims.heads;
  let tiles = (width + GROUP - 1u) / GROUP;
  let own = group.x % tiles * GROUP + local;
  let head = group.x / tiles;
  let sequence = group.y;
  if (own >= width) {
    return;
  }
  let kept = ((group.z * dims.B + sequence) * dims.heads + head) * width * width + own;
  let heads = dims.B * dims.heads;
  let last = 3u * heads * width * width + (group.z * heads + sequence * dims.heads + head) * width + own;
  var last_sum = 0.0;
  if (dims.start > 0u) {
    last_sum = sums[last];
  } else {
    let carried = ((sequence * dims.heads + head) * width + own) * (width + 1u);
    let starts = dims.carries != 0u && group.z == 0u;
    for (var i = 0u; i < width; i++) {
      sums[kept + i * width] = select(0.0, before[carried + i], starts);
    }
    last_sum = select(0.0, before[carried + width], starts);
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let t = select(dims.L - 1u - turn, turn, group.z == 0u);
    let row = sequence * dims.L + t;
    let query = row * 3u * dims.D + head * width;
    let key = query + dims.D;
    let value = key + dims.D;
    let out = row * dims.D + head * width;
    let share = 1.0 / norm[(sequence * dims.heads + head) * dims.L + t];
    if (group.z == 2u) {
      let g = dy[out + own] * share;
      var dvalue = 0.0;
      for (var i = 0u; i < width; i++) {
        let sum = sums[kept + i * width] + elu_plus_one(qkv[query + i]) * g;
        sums[kept + i * width] = sum;
        dvalue += elu_plus_one(qkv[key + i]) * sum;
      }
      put(value + own, dvalue);
    } else {
      let is_query = group.z == 0u;
      var phi = elu_plus_one(qkv[query + own]) * share;
      if (is_query) {
        phi = elu_plus_one(qkv[key + own]);
      }
      var delta = 0.0;
      var dphi = 0.0;
      for (var j = 0u; j < width; j++) {
        let v = qkv[value + j];
        let d = dy[out + j];
        delta += d * y[out + j];
        let sum = sums[kept + j * width] + phi * select(d, v, is_query);
        sums[kept + j * width] = sum;
        dphi += sum * select(v, d, is_query);
      }
      if (is_query) {
        last_sum += phi;
        put(query + own, (dphi - last_sum * delta) * share * elu_slope(qkv[query + own]));
      } else {
        last_sum -= phi * delta;
        put(key + own, (dphi + last_sum) * elu_slope(qkv[key + own]));
      }
    }
  }
  if (dims.stop < dims.L) {
    sums[last] = last_sum;
  }
}
