// A plain recurrent network over a whole sequence (torch.nn.RNN): h = tanh(W_ih x + b_ih + W_hh h + b_hh),  y = h (+ residual).
// A workgroup owns four sequences, a vec4 lane each, so that a weight is read once for four; an invocation owns UNITS units.
// From token `start` > 0 on, h is what was left for the token before.
//#import squash
struct Dims { B: u32, L: u32, H: u32, has_residual: u32, carried: u32, packed: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, or (H, H) as in torch
@group(0) @binding(2) var<storage, read> bias_hh: array<f32>;         // (H)
@group(0) @binding(3) var<storage, read> residual: array<f32>;        // (B, L, H)
@group(0) @binding(4) var<storage, read_write> state_h: array<f32>;   // (B, H)
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;     // (B, L, H): in W_ih x + b_ih, out h
@group(0) @binding(6) var<storage, read_write> y: array<f32>;         // (B, L, H)
const GROUP: u32 = 64u;
const UNITS: u32 = 1u;
const WIDTH: u32 = 64u;  // H
const PACKED: u32 = 1u;
var<workgroup> hidden: array<vec4f, WIDTH>;

fn recurrent_weight(unit: u32, k: u32) -> f32 {
  if (PACKED == 1u) {
    return weight_hh[k * WIDTH + unit].x;
  }
  let at = unit * WIDTH + k;
  return weight_hh[at / 4u][at % 4u];
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  var fresh: array<vec4f, UNITS>;
  for (var turn = 0u; turn < UNITS; turn++) {
    let unit = local + turn * GROUP;
    if (unit < WIDTH) {
      var start = vec4f(0.0);
      if (dims.start > 0u) {
        for (var lane = 0u; lane < live; lane++) {
          start[lane] = gates[((first + lane) * dims.L + dims.start - 1u) * WIDTH + unit];
        }
      } else if (dims.carried != 0u) {
        for (var lane = 0u; lane < live; lane++) {
          start[lane] = state_h[(first + lane) * WIDTH + unit];
        }
      }
      hidden[unit] = start;
    }
  }
  workgroupBarrier();
  for (var t = dims.start; t < dims.stop; t++) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        var h = vec4f(bias_hh[unit]);
        for (var lane = 0u; lane < live; lane++) {
          h[lane] += gates[((first + lane) * dims.L + t) * WIDTH + unit];
        }
        for (var k = 0u; k < WIDTH; k++) {
          h += recurrent_weight(unit, k) * hidden[k];
        }
        h = tanh_each(h);
        fresh[turn] = h;
        for (var lane = 0u; lane < live; lane++) {
          let at = ((first + lane) * dims.L + t) * WIDTH + unit;
          gates[at] = h[lane];
          var result = h[lane];
          if (dims.has_residual != 0u) {
            result += residual[at];
          }
          y[at] = result;
        }
      }
    }
    workgroupBarrier();
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        hidden[unit] = fresh[turn];
      }
    }
    workgroupBarrier();
  }
  if (dims.carried != 0u && dims.stop == dims.L) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          state_h[(first + lane) * WIDTH + unit] = fresh[turn][lane];
        }
      }
    }
  }
}
