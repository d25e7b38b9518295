// A GRU over a whole sequence (torch.nn.GRU, gates r z n):
//   r z = σ(W_ih x + b_ih + W_hh h + b_hh),  inner = W_hn h + b_hn,  n = tanh(W_in x + b_in + r inner),
//   h = (1 - z) n + z h,  y = h (+ residual).
// A workgroup owns four sequences, a vec4 lane each, so that a weight is read once for four; an invocation owns UNITS units.
// From token `start` > 0 on, h is what was left for the token before.
//#import squash
struct Dims { B: u32, L: u32, H: u32, has_residual: u32, carried: u32, packed: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, or (3H, H) as in torch
@group(0) @binding(2) var<storage, read> bias_hh: array<f32>;         // (3H)
@group(0) @binding(3) var<storage, read> residual: array<f32>;        // (B, L, H)
@group(0) @binding(4) var<storage, read_write> state_h: array<f32>;   // (B, H)
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;     // (B, L, 3H): in W_ih x + b_ih, out activated
@group(0) @binding(6) var<storage, read_write> inner: array<f32>;     // (B, L, H)
@group(0) @binding(7) var<storage, read_write> history: array<f32>;   // (B, L, H): h
@group(0) @binding(8) var<storage, read_write> y: array<f32>;         // (B, L, H)
const GROUP: u32 = 64u;
const UNITS: u32 = 1u;
const WIDTH: u32 = 64u;  // H
const PACKED: u32 = 1u;
var<workgroup> hidden: array<vec4f, WIDTH>;

fn element(at: u32) -> f32 {
  return weight_hh[at / 4u][at % 4u];
}

fn recurrent_weight(unit: u32, k: u32) -> vec4f {
  if (PACKED == 1u) {
    return weight_hh[k * WIDTH + unit];
  }
  let at = unit * WIDTH + k;
  let step = WIDTH * WIDTH;
  return vec4f(element(at), element(at + step), element(at + 2u * step), 0.0);
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
          start[lane] = history[((first + lane) * dims.L + dims.start - 1u) * WIDTH + unit];
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
        var r = vec4f(bias_hh[unit]);
        var z = vec4f(bias_hh[unit + WIDTH]);
        var recurrent = vec4f(bias_hh[unit + 2u * WIDTH]);
        var n = vec4f(0.0);
        for (var lane = 0u; lane < live; lane++) {
          let at = ((first + lane) * dims.L + t) * 3u * WIDTH + unit;
          r[lane] += gates[at];
          z[lane] += gates[at + WIDTH];
          n[lane] = gates[at + 2u * WIDTH];
        }
        for (var k = 0u; k < WIDTH; k++) {
          let weight = recurrent_weight(unit, k);
          let h = hidden[k];
          r += weight.x * h;
          z += weight.y * h;
          recurrent += weight.z * h;
        }
        r = sigmoid_each(r);
        z = sigmoid_each(z);
        n = tanh_each(n + r * recurrent);
        let h = n + z * (hidden[unit] - n);
        fresh[turn] = h;
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 3u * WIDTH + unit;
          gates[at] = r[lane];
          gates[at + WIDTH] = z[lane];
          gates[at + 2u * WIDTH] = n[lane];
          inner[row * WIDTH + unit] = recurrent[lane];
          history[row * WIDTH + unit] = h[lane];
          var result = h[lane];
          if (dims.has_residual != 0u) {
            result += residual[row * WIDTH + unit];
          }
          y[row * WIDTH + unit] = result;
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
