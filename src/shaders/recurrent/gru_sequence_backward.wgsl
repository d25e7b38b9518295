// Back through time, from the last token to the first. In place: `gates` becomes the gradient of W_ih x + b_ih, and `history`,
// h_t on entry, becomes h_{t-1}. `dgates` is the gradient of W_hh h + b_hh: the same but for n, where r comes between.
//   dh = dy + (dh z)_{t+1} + W_hhᵀ dgates_{t+1};  dn = dh (1-z)(1-n²),  dr = dn inner r(1-r),  dz = dh (h_{t-1} - n) z(1-z).
// Nothing goes from the first token of a segment to the one before (see lstm_sequence_backward).
// Stopped after `stop` tokens from the end, it leaves what goes on to the token before in `carry`.
// A workgroup owns four sequences, a vec4 lane each; an invocation owns UNITS units, and sums in pairs so that a gradient
// read from workgroup memory serves two.
struct Dims { B: u32, L: u32, H: u32, segment: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;       // (H, H) vec4 of recurrent_pack, backward
@group(0) @binding(2) var<storage, read> dy: array<f32>;                // (B, L, H)
@group(0) @binding(3) var<storage, read> inner: array<f32>;             // (B, L, H)
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;       // (B, L, 3H)
@group(0) @binding(5) var<storage, read_write> history: array<f32>;     // (B, L, H)
@group(0) @binding(6) var<storage, read_write> dgates: array<f32>;      // (B, L, 3H)
@group(0) @binding(7) var<storage, read_write> carry: array<f32>;       // (B, H): of h
const GROUP: u32 = 32u;
const UNITS: u32 = 2u;  // even
const WIDTH: u32 = 64u; // H
var<workgroup> reset_gates: array<vec4f, GROUP>;
var<workgroup> update_gates: array<vec4f, GROUP>;
var<workgroup> new_gates: array<vec4f, GROUP>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  var dhidden: array<vec4f, UNITS>;
  var earlier: array<vec4f, UNITS>;  // the dhidden of token t-1, while that of t is still in use
  if (dims.start > 0u) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          let at = (first + lane) * WIDTH + unit;
          dhidden[turn][lane] = carry[at];
        }
      }
    }
  }
  for (var back = dims.start + 1u; back <= dims.stop; back++) {
    let t = dims.L - back;
    for (var turn = 0u; turn < UNITS; turn++) {
      earlier[turn] = vec4f(0.0);
    }
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        var r = vec4f(0.0);
        var z = vec4f(0.0);
        var n = vec4f(0.0);
        var recurrent = vec4f(0.0);
        var h_before = vec4f(0.0);
        var dh = dhidden[turn];
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 3u * WIDTH + unit;
          r[lane] = gates[at];
          z[lane] = gates[at + WIDTH];
          n[lane] = gates[at + 2u * WIDTH];
          recurrent[lane] = inner[row * WIDTH + unit];
          dh[lane] += dy[row * WIDTH + unit];
          if (t > 0u) {
            h_before[lane] = history[(row - 1u) * WIDTH + unit];
          }
        }
        let dn = dh * (1.0 - z) * (1.0 - n * n);
        let dr = dn * recurrent * r * (1.0 - r);
        let dz = dh * (h_before - n) * z * (1.0 - z);
        let dinner = dn * r;
        earlier[turn] += dh * z;
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 3u * WIDTH + unit;
          gates[at] = dr[lane];
          gates[at + WIDTH] = dz[lane];
          gates[at + 2u * WIDTH] = dn[lane];
          dgates[at] = dr[lane];
          dgates[at + WIDTH] = dz[lane];
          dgates[at + 2u * WIDTH] = dinner[lane];
          history[row * WIDTH + unit] = h_before[lane];
        }
        reset_gates[local] = dr;
        update_gates[local] = dz;
        new_gates[local] = dinner;
      }
      workgroupBarrier();
      let begin = turn * GROUP;
      let count = min(GROUP, WIDTH - min(begin, WIDTH));
      for (var pair = 0u; pair < UNITS; pair += 2u) {
        let left = min(local + pair * GROUP, WIDTH - 1u);
        let right = min(left + GROUP, WIDTH - 1u);
        var left_sum = earlier[pair];
        var right_sum = earlier[pair + 1u];
        for (var slot = 0u; slot < count; slot++) {
          let dr = reset_gates[slot];
          let dz = update_gates[slot];
          let dinner = new_gates[slot];
          let at = (begin + slot) * WIDTH;
          let left_weight = weight_hh[at + left];
          let right_weight = weight_hh[at + right];
          left_sum += left_weight.x * dr + left_weight.y * dz + left_weight.z * dinner;
          right_sum += right_weight.x * dr + right_weight.y * dz + right_weight.z * dinner;
        }
        earlier[pair] = left_sum;
        earlier[pair + 1u] = right_sum;
      }
      workgroupBarrier();
    }
    dhidden = earlier;
    if (t % dims.segment == 0u) {
      for (var turn = 0u; turn < UNITS; turn++) {
        dhidden[turn] = vec4f(0.0);
      }
    }
  }
  if (dims.stop < dims.L) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          let at = (first + lane) * WIDTH + unit;
          carry[at] = dhidden[turn][lane];
        }
      }
    }
  }
}
