// Backpropagation through time, from the last token to the first, by the cell's step_back. `gates` is replaced by the gradient of
// the pre-activations, from which matrix products compute dx and all gradients of weights. `cells` or `history` is replaced by
// h_{t-1}, the other factor of dW_hh. A GRU has the gradient of W_hh h + b_hh in `dgates`: it differs, since r stands between the
// sums of n.
//   dh = dy + W_hhᵀ dgates_{t+1}, and in a GRU also + (dh z)_{t+1}.
// No gradient goes from the first token of a segment to the one before: backpropagation through time is truncated there.
// A part that stops `stop` tokens from the end leaves what goes on to the token before in `carry`.
// A workgroup takes four sequences, one in each lane of a vec4. An invocation takes UNITS units, two at a time, so that it uses a
// gradient from workgroup memory twice. GROUP units at a time go through that memory.
//#permutation lstm_sequence_backward LSTM
//#permutation gru_sequence_backward GRU
//#permutation rnn_sequence_backward RNN
//#if LSTM
//#import lstm_cell
//#endif
//#if GRU
//#import gru_cell
//#endif
//#if RNN
//#import rnn_cell
//#endif
@group(0) @binding(1) var<storage, read> weight_hh: array<vec4f>;     // (H, H) vec4 of recurrent_pack, backward
@group(0) @binding(2) var<storage, read> dy: array<f32>;              // (B, L, H)
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;     // (B, L, GATES H)
@group(0) @binding(4) var<storage, read_write> carry: array<f32>;     // (1 or 2, B, H): of h, of c
@group(0) @binding(5) var<storage, read> start_h: array<f32>;         // (B, H), if carried: h before the first token
//#if LSTM
@group(0) @binding(6) var<storage, read> start_c: array<f32>;         // (B, H)
@group(0) @binding(7) var<storage, read_write> cells: array<f32>;     // (B, L, H)
//#endif
//#if GRU
@group(0) @binding(6) var<storage, read> inner: array<f32>;           // (B, L, H)
@group(0) @binding(7) var<storage, read_write> history: array<f32>;   // (B, L, H)
@group(0) @binding(8) var<storage, read_write> dgates: array<f32>;    // (B, L, GATES H)
//#endif
//#if RNN
@group(0) @binding(6) var<storage, read_write> before: array<f32>;    // (B, L, H)
//#endif
const GROUP: u32 = 32u;
const UNITS: u32 = 2u;  // even
const WIDTH: u32 = 64u; // H
alias Gates = array<vec4f, GATES>;
var<workgroup> gradients: array<Gates, GROUP>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = group.x * 4u;
  let live = min(4u, dims.B - first);
  //#if LSTM
  var dcell: array<vec4f, UNITS>;
  //#endif
  var dhidden: array<vec4f, UNITS>;
  var earlier: array<vec4f, UNITS>;  // dhidden of token t-1, while that of t is still in use
  if (dims.start > 0u) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          dhidden[turn][lane] = carry[(first + lane) * WIDTH + unit];
          //#if LSTM
          dcell[turn][lane] = carry[(dims.B + first + lane) * WIDTH + unit];
          //#endif
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
        var activated: Gates;
        var dh = dhidden[turn];
        var h_before = vec4f(0.0);
        //#if LSTM
        var c = vec4f(0.0);
        var c_before = vec4f(0.0);
        //#endif
        //#if GRU
        var recurrent = vec4f(0.0);
        //#endif
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          //#unroll
          for (var gate = 0u; gate < GATES; gate++) {
            activated[gate][lane] = gates[(row * GATES + gate) * WIDTH + unit];
          }
          dh[lane] += dy[row * WIDTH + unit];
          //#if LSTM
          c[lane] = cells[row * WIDTH + unit];
          //#endif
          //#if GRU
          recurrent[lane] = inner[row * WIDTH + unit];
          //#endif
          if (t > 0u) {
            //#if LSTM
            c_before[lane] = cells[(row - 1u) * WIDTH + unit];
            h_before[lane] = gates[(row * GATES - 1u) * WIDTH + unit];  // o, until c_before is complete
            //#endif
            //#if GRU
            h_before[lane] = history[(row - 1u) * WIDTH + unit];
            //#endif
            //#if RNN
            h_before[lane] = gates[(row - 1u) * WIDTH + unit];
            //#endif
          } else if (dims.carried != 0u) {
            h_before[lane] = start_h[(first + lane) * WIDTH + unit];
            //#if LSTM
            c_before[lane] = start_c[(first + lane) * WIDTH + unit];
            //#endif
          }
        }
        //#if LSTM
        if (t > 0u) {
          h_before *= tanh4(c_before);
        }
        let pulled = step_back(activated, c, c_before, dh, dcell[turn]);
        dcell[turn] = pulled.c;
        //#endif
        //#if GRU
        let pulled = step_back(activated, recurrent, h_before, dh);
        earlier[turn] += pulled.h;
        //#endif
        //#if RNN
        let pulled = step_back(activated, dh);
        //#endif
        for (var lane = 0u; lane < live; lane++) {
          let row = (first + lane) * dims.L + t;
          //#unroll
          for (var gate = 0u; gate < GATES; gate++) {
            let at = (row * GATES + gate) * WIDTH + unit;
            //#if GRU
            dgates[at] = pulled.gates[gate][lane];
            //#endif
            gates[at] = pulled.gates[gate][lane];
          }
          //#if LSTM
          cells[row * WIDTH + unit] = h_before[lane];
          //#endif
          //#if GRU
          gates[(row * GATES + 2u) * WIDTH + unit] = pulled.n[lane];
          history[row * WIDTH + unit] = h_before[lane];
          //#endif
          //#if RNN
          before[row * WIDTH + unit] = h_before[lane];
          //#endif
        }
        gradients[local] = pulled.gates;
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
          left_sum += weigh(packed_weight(at + left), gradient);
          right_sum += weigh(packed_weight(at + right), gradient);
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
        //#if LSTM
        dcell[turn] = vec4f(0.0);
        //#endif
      }
    }
  }
  if (dims.stop < dims.L) {
    for (var turn = 0u; turn < UNITS; turn++) {
      let unit = local + turn * GROUP;
      if (unit < WIDTH) {
        for (var lane = 0u; lane < live; lane++) {
          carry[(first + lane) * WIDTH + unit] = dhidden[turn][lane];
          //#if LSTM
          carry[(dims.B + first + lane) * WIDTH + unit] = dcell[turn][lane];
          //#endif
        }
      }
    }
  }
}
