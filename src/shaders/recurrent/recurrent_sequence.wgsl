// A recurrent layer over a whole sequence, as in torch. The gates of a token are W_ih x + b_ih + W_hh h + b_hh. The cell
// (lstm_cell, gru_cell, or rnn_cell) computes h from them, and y = h (+ residual).
// A workgroup takes four sequences, one in each lane of a vec4, so each weight is read once for four. An invocation takes UNITS
// units. A part takes tokens from `start` on. With `start` > 0 it continues from the state that the part before left.
//#permutation lstm_sequence LSTM
//#permutation gru_sequence GRU
//#permutation rnn_sequence RNN
//#if LSTM
//#import lstm_cell
//#endif
//#if GRU
//#import gru_cell
//#endif
//#if RNN
//#import rnn_cell
//#endif
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, or (GATES H, H)
@group(0) @binding(2) var<storage, read> bias_hh: array<f32>;         // (GATES H)
@group(0) @binding(3) var<storage, read> residual: array<f32>;        // (B, L, H)
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;     // (B, L, GATES H): reads W_ih x + b_ih, writes the gates
@group(0) @binding(5) var<storage, read_write> y: array<f32>;         // (B, L, H)
@group(0) @binding(6) var<storage, read_write> state_h: array<f32>;   // (B, H)
//#if LSTM
@group(0) @binding(7) var<storage, read_write> state_c: array<f32>;   // (B, H)
@group(0) @binding(8) var<storage, read_write> cells: array<f32>;     // (B, L, H): c
//#endif
//#if GRU
@group(0) @binding(7) var<storage, read_write> inner: array<f32>;     // (B, L, H)
@group(0) @binding(8) var<storage, read_write> history: array<f32>;   // (B, L, H): h
//#endif
const GROUP: u32 = 64u;
const UNITS: u32 = 1u;
const WIDTH: u32 = 64u;  // H
const PACKED: u32 = 1u;
alias Gates = array<vec4f, GATES>;
var<workgroup> hidden: array<vec4f, WIDTH>;

fn recurrent_weight(unit: u32, k: u32) -> vec4f {
  if (PACKED == 1u) {
    return packed_weight(k * WIDTH + unit);
  }
  var weight = vec4f();
  //#unroll
  for (var gate = 0u; gate < GATES; gate++) {
    let at = (gate * WIDTH + unit) * WIDTH + k;
    weight[gate] = weight_hh[at / 4u][at % 4u];
  }
  return weight;
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  var fresh: array<vec4f, UNITS>;
  //#if LSTM
  var cell: array<vec4f, UNITS>;
  //#endif
  for (var turn = 0u; turn < UNITS; turn++) {
    let unit = local + turn * GROUP;
    if (unit < WIDTH) {
      var start = vec4f(0.0);
      if (dims.start > 0u) {
        //#if LSTM
        var output_gate = vec4f(0.0);
        //#endif
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + dims.start - 1u;
          //#if LSTM
          output_gate[lane] = gates[(row * GATES + 3u) * WIDTH + unit];
          cell[turn][lane] = cells[row * WIDTH + unit];
          //#endif
          //#if GRU
          start[lane] = history[row * WIDTH + unit];
          //#endif
          //#if RNN
          start[lane] = gates[row * WIDTH + unit];
          //#endif
        }
        //#if LSTM
        start = output_gate * tanh4(cell[turn]);
        //#endif
      } else if (dims.carried != 0u) {
        for (var lane = 0u; lane < live; lane++) {
          start[lane] = state_h[(first + lane) * WIDTH + unit];
          //#if LSTM
          cell[turn][lane] = state_c[(first + lane) * WIDTH + unit];
          //#endif
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
        var sums: Gates;
        //#unroll
        for (var gate = 0u; gate < GATES; gate++) {
          sums[gate] = vec4f(bias_hh[unit + gate * WIDTH]);
        }
        //#if GRU
        var input = vec4f(0.0);
        //#endif
        for (var lane = 0u; lane < live; lane++) {
          let at = ((first + lane) * dims.L + t) * GATES * WIDTH + unit;
          //#unroll
          for (var gate = 0u; gate < JOINED; gate++) {
            sums[gate][lane] += gates[at + gate * WIDTH];
          }
          //#if GRU
          input[lane] = gates[at + JOINED * WIDTH];
          //#endif
        }
        for (var k = 0u; k < WIDTH; k++) {
          let weight = recurrent_weight(unit, k);
          let h = hidden[k];
          //#unroll
          for (var gate = 0u; gate < GATES; gate++) {
            sums[gate] += weight[gate] * h;
          }
        }
        //#if LSTM
        let next = step(sums, cell[turn]);
        cell[turn] = next.c;
        //#endif
        //#if GRU
        let next = step(sums, input, hidden[unit]);
        //#endif
        //#if RNN
        let next = step(sums);
        //#endif
        fresh[turn] = next.h;
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          //#unroll
          for (var gate = 0u; gate < GATES; gate++) {
            gates[(row * GATES + gate) * WIDTH + unit] = next.gates[gate][lane];
          }
          //#if LSTM
          cells[row * WIDTH + unit] = next.c[lane];
          //#endif
          //#if GRU
          inner[row * WIDTH + unit] = sums[2][lane];
          history[row * WIDTH + unit] = next.h[lane];
          //#endif
          var result = next.h[lane];
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
          //#if LSTM
          state_c[(first + lane) * WIDTH + unit] = cell[turn][lane];
          //#endif
        }
      }
    }
  }
}
