// An LSTM over a whole sequence (torch.nn.LSTM, gates i f g o):
//   i f g o = W_ih x + b_ih + W_hh h + b_hh,  c = σ(f) c + σ(i) tanh(g),  h = σ(o) tanh(c),  y = h (+ residual).
// A workgroup owns four sequences, a vec4 lane each, so that a weight is read once for four; an invocation owns UNITS units.
// From token `start` > 0 on, h and c are those that were left for the token before.
//#import squash
struct Dims { B: u32, L: u32, H: u32, has_residual: u32, carried: u32, packed: u32, start: u32, stop: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, or (4H, H) as in torch
@group(0) @binding(2) var<storage, read> bias_hh: array<f32>;         // (4H)
@group(0) @binding(3) var<storage, read> residual: array<f32>;        // (B, L, H)
@group(0) @binding(4) var<storage, read_write> state_h: array<f32>;   // (B, H)
@group(0) @binding(5) var<storage, read_write> state_c: array<f32>;   // (B, H)
@group(0) @binding(6) var<storage, read_write> gates: array<f32>;     // (B, L, 4H): in W_ih x + b_ih, out activated
@group(0) @binding(7) var<storage, read_write> cells: array<f32>;     // (B, L, H)
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
  return vec4f(element(at), element(at + step), element(at + 2u * step), element(at + 3u * step));
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  var cell: array<vec4f, UNITS>;
  var fresh: array<vec4f, UNITS>;
  for (var turn = 0u; turn < UNITS; turn++) {
    let unit = local + turn * GROUP;
    if (unit < WIDTH) {
      var start = vec4f(0.0);
      if (dims.start > 0u) {
        var output_gate = vec4f(0.0);
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + dims.start - 1u;
          output_gate[lane] = gates[(row * 4u + 3u) * WIDTH + unit];
          cell[turn][lane] = cells[row * WIDTH + unit];
        }
        start = output_gate * tanh_each(cell[turn]);
      } else if (dims.carried != 0u) {
        for (var lane = 0u; lane < live; lane++) {
          start[lane] = state_h[(first + lane) * WIDTH + unit];
          cell[turn][lane] = state_c[(first + lane) * WIDTH + unit];
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
        var i = vec4f(bias_hh[unit]);
        var f = vec4f(bias_hh[unit + WIDTH]);
        var g = vec4f(bias_hh[unit + 2u * WIDTH]);
        var o = vec4f(bias_hh[unit + 3u * WIDTH]);
        for (var lane = 0u; lane < live; lane++) {
          let at = ((first + lane) * dims.L + t) * 4u * WIDTH + unit;
          i[lane] += gates[at];
          f[lane] += gates[at + WIDTH];
          g[lane] += gates[at + 2u * WIDTH];
          o[lane] += gates[at + 3u * WIDTH];
        }
        for (var k = 0u; k < WIDTH; k++) {
          let weight = recurrent_weight(unit, k);
          let h = hidden[k];
          i += weight.x * h;
          f += weight.y * h;
          g += weight.z * h;
          o += weight.w * h;
        }
        i = sigmoid_each(i);
        f = sigmoid_each(f);
        g = tanh_each(g);
        o = sigmoid_each(o);
        let c = f * cell[turn] + i * g;
        let h = o * tanh_each(c);
        cell[turn] = c;
        fresh[turn] = h;
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          let at = row * 4u * WIDTH + unit;
          gates[at] = i[lane];
          gates[at + WIDTH] = f[lane];
          gates[at + 2u * WIDTH] = g[lane];
          gates[at + 3u * WIDTH] = o[lane];
          cells[row * WIDTH + unit] = c[lane];
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
          state_c[(first + lane) * WIDTH + unit] = cell[turn][lane];
        }
      }
    }
  }
}
