// Back through time, from the last token to the first. In place: `gates`, h on entry, becomes the gradient before the tanh,
// dh (1-h²) with dh = dy + W_hhᵀ dgates_{t+1}; `before` is h_{t-1}, the other factor of dW_hh.
// Nothing goes from the first token of a segment to the one before (see lstm_sequence_backward).
// Stopped after `stop` tokens from the end, it leaves what goes on to the token before in `carry`.
// A workgroup owns four sequences, a vec4 lane each; an invocation owns UNITS units, and sums in pairs so that a gradient
// read from workgroup memory serves two.
struct Dims { B: u32, L: u32, H: u32, segment: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;       // (H, H) vec4 of recurrent_pack, backward
@group(0) @binding(2) var<storage, read> dy: array<f32>;                // (B, L, H)
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;       // (B, L, H)
@group(0) @binding(4) var<storage, read_write> before: array<f32>;      // (B, L, H)
@group(0) @binding(5) var<storage, read_write> carry: array<f32>;       // (B, H): of h
const GROUP: u32 = 32u;
const UNITS: u32 = 2u;  // even
const WIDTH: u32 = 64u; // H
var<workgroup> gradients: array<vec4f, GROUP>;

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
        var gradient = vec4f(0.0);
        for (var lane = 0u; lane < live; lane++) {
          let at = ((first + lane) * dims.L + t) * WIDTH + unit;
          let h = gates[at];
          gradient[lane] = (dhidden[turn][lane] + dy[at]) * (1.0 - h * h);
          gates[at] = gradient[lane];
          var h_before = 0.0;
          if (t > 0u) {
            h_before = gates[at - WIDTH];
          }
          before[at] = h_before;
        }
        gradients[local] = gradient;
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
          let gradient = gradients[slot];
          let at = (begin + slot) * WIDTH;
          left_sum += weight_hh[at + left].x * gradient;
          right_sum += weight_hh[at + right].x * gradient;
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
