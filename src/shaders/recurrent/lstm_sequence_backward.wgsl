// Back through time, from the last token to the first. In place: `gates` becomes the gradient before activation, from which
// matmuls make all weight gradients and dx; `cells`, c_t on entry, becomes h_{t-1}, the other factor of dW_hh.
//   dh = dy + W_hhᵀ dgates_{t+1},  dc += dh o (1 - tanh²c);  di = dc g i(1-i),  df = dc c_{t-1} f(1-f),
//   dg = dc i (1-g²),  do = dh tanh(c) o(1-o);  then dc f goes to t-1.
// Nothing goes from the first token of a segment to the one before: backpropagation through time is truncated there.
// Stopped after `stop` tokens from the end, it leaves what goes on to the token before in `carry`.
// A workgroup owns four sequences, a vec4 lane each; an invocation owns UNITS units, and sums in pairs so that a gradient
// read from workgroup memory serves two. GROUP units at a time go through that memory: a larger one takes software adapters
// long to compile, which clear it with a store an element.
//#import squash
struct Dims { B: u32, L: u32, H: u32, segment: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, backward
@group(0) @binding(2) var<storage, read> dy: array<f32>;              // (B, L, H)
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;     // (B, L, 4H)
@group(0) @binding(4) var<storage, read_write> cells: array<f32>;     // (B, L, H)
@group(0) @binding(5) var<storage, read_write> carry: array<f32>;     // (B, 2, H): of h, of c
const GROUP: u32 = 32u;
const UNITS: u32 = 2u;  // even
const WIDTH: u32 = 64u; // H
var<workgroup> input_gates: array<vec4f, GROUP>;
var<workgroup> forget_gates: array<vec4f, GROUP>;
var<workgroup> cell_gates: array<vec4f, GROUP>;
var<workgroup> output_gates: array<vec4f, GROUP>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  var dcell: array<vec4f, UNITS>;
  var dhidden: array<vec4f, UNITS>;
  var earlier: array<vec4f, UNITS>;  // the dhidden of token t-1, while that of t is still in use
  if (dims.start > 0u) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          let at = (first + lane) * 2u * WIDTH + unit;
          dhidden[turn][lane] = carry[at];
          dcell[turn][lane] = carry[at + WIDTH];
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
        var i = vec4f(0.0);
        var f = vec4f(0.0);
        var g = vec4f(0.0);
        var o = vec4f(0.0);
        var c = vec4f(0.0);
        var c_before = vec4f(0.0);
        var o_before = vec4f(0.0);
        var dh = dhidden[turn];
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 4u * WIDTH + unit;
          i[lane] = gates[at];
          f[lane] = gates[at + WIDTH];
          g[lane] = gates[at + 2u * WIDTH];
          o[lane] = gates[at + 3u * WIDTH];
          c[lane] = cells[row * WIDTH + unit];
          dh[lane] += dy[row * WIDTH + unit];
          if (t > 0u) {
            c_before[lane] = cells[(row - 1u) * WIDTH + unit];
            o_before[lane] = gates[at - WIDTH];
          }
        }
        let squashed = tanh_each(c);
        let dc = dcell[turn] + dh * o * (1.0 - squashed * squashed);
        dcell[turn] = dc * f;
        let di = dc * g * i * (1.0 - i);
        let df = dc * c_before * f * (1.0 - f);
        let dg = dc * i * (1.0 - g * g);
        let dout = dh * squashed * o * (1.0 - o);
        let h_before = o_before * tanh_each(c_before);
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 4u * WIDTH + unit;
          gates[at] = di[lane];
          gates[at + WIDTH] = df[lane];
          gates[at + 2u * WIDTH] = dg[lane];
          gates[at + 3u * WIDTH] = dout[lane];
          cells[row * WIDTH + unit] = h_before[lane];
        }
        input_gates[local] = di;
        forget_gates[local] = df;
        cell_gates[local] = dg;
        output_gates[local] = dout;
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
          let di = input_gates[slot];
          let df = forget_gates[slot];
          let dg = cell_gates[slot];
          let dout = output_gates[slot];
          let at = (begin + slot) * WIDTH;
          let left_weight = weight_hh[at + left];
          let right_weight = weight_hh[at + right];
          left_sum += left_weight.x * di + left_weight.y * df + left_weight.z * dg + left_weight.w * dout;
          right_sum += right_weight.x * di + right_weight.y * df + right_weight.z * dg + right_weight.w * dout;
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
        dcell[turn] = vec4f(0.0);
      }
    }
  }
  if (dims.stop < dims.L) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          let at = (first + lane) * 2u * WIDTH + unit;
          carry[at] = dhidden[turn][lane];
          carry[at + WIDTH] = dcell[turn][lane];
        }
      }
    }
  }
}
