// As linear_attention_backward, for heads that fit registers: so does what an invocation owns of S' and R.
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
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;  // as there, between parts
const HEAD_DIM: u32 = 4u;

@compute @workgroup_size(HEAD_DIM)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) own: u32) {
  let sequence = group.y;
  let column = group.x * HEAD_DIM;
  var own_sums: array<f32, HEAD_DIM>;
  var last_sum = 0.0;
  let heads = dims.B * dims.heads;
  let head = group.z * heads + sequence * dims.heads + group.x;
  let kept = head * HEAD_DIM * HEAD_DIM + own;
  let last = 3u * heads * HEAD_DIM * HEAD_DIM + head * HEAD_DIM + own;
  if (dims.start > 0u) {
    last_sum = sums[last];
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      own_sums[i] = sums[kept + i * HEAD_DIM];
    }
  } else if (dims.carries != 0u && group.z == 0u) {
    let carried = ((sequence * dims.heads + group.x) * HEAD_DIM + own) * (HEAD_DIM + 1u);
    last_sum = before[carried + HEAD_DIM];
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      own_sums[i] = before[carried + i];
    }
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let t = select(dims.L - 1u - turn, turn, group.z == 0u);
    let row = sequence * dims.L + t;
    let query = row * 3u * dims.D + column;
    let key = query + dims.D;
    let value = key + dims.D;
    let out = row * dims.D + column;
    let share = 1.0 / norm[(sequence * dims.heads + group.x) * dims.L + t];
    if (group.z == 2u) {
      let g = dy[out + own] * share;
      var dvalue = 0.0;
      //#unroll
      for (var i = 0u; i < HEAD_DIM; i++) {
        own_sums[i] += elu_plus_one(qkv[query + i]) * g;
        dvalue += elu_plus_one(qkv[key + i]) * own_sums[i];
      }
      put(value + own, dvalue);
    } else {
      var delta = 0.0;
      //#unroll
      for (var j = 0u; j < HEAD_DIM; j++) {
        delta += dy[out + j] * y[out + j];
      }
      if (group.z == 0u) {
        let phi = elu_plus_one(qkv[key + own]);
        last_sum += phi;
        var dphi = -last_sum * delta;
        //#unroll
        for (var j = 0u; j < HEAD_DIM; j++) {
          own_sums[j] += phi * qkv[value + j];
          dphi += own_sums[j] * dy[out + j];
        }
        put(query + own, dphi * share * elu_slope(qkv[query + own]));
      } else {
        let phi = elu_plus_one(qkv[query + own]) * share;
        last_sum -= phi * delta;
        var dphi = last_sum;
        //#unroll
        for (var j = 0u; j < HEAD_DIM; j++) {
          own_sums[j] += phi * dy[out + j];
          dphi += own_sums[j] * qkv[value + j];
        }
        put(key + own, dphi * elu_slope(qkv[key + own]));
      }
    }
  }
  if (dims.stop < dims.L) {
    sums[last] = last_sum;
    //#unroll
    for (var i = 0u; i < HEAD_DIM; i++) {
      sums[kept + i * HEAD_DIM] = own_sums[i];
    }
  }
}
