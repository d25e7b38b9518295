import source from '../../../shaders/recurrent/rnn_sequence.wgsl?raw';
import backwardSource from '../../../shaders/recurrent/rnn_sequence_backward.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel } from '../../kernel';
import { backwardConstants, forwardConstants, recurrentWeight, recurrentWork, SEQUENCES } from './recurrent';

/**
 * gates (B, L, H) holds W_ih x + b_ih on entry and h afterwards; y (B, L, H) is h (+ residual). Starts from and leaves
 * state_h (B, H) if `carried`, from zero otherwise. `weight_hh` is (H, H), or if `packed` the forward (H, H, 4) of
 * recurrent_pack. H at most MAX_HIDDEN.
 */
export const rnnSequence = defineKernel({
  name: 'rnn_sequence',
  source: compose(source),
  buffers: { weight_hh: 'read', bias_hh: 'read', residual: 'read', state_h: 'write', gates: 'write', y: 'write' },
  dims: { B: 'u32', L: 'u32', H: 'u32', has_residual: 'u32', carried: 'u32', packed: 'u32' },
  constants: forwardConstants,
  work: dims => recurrentWork(1, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference({ weight_hh, bias_hh, residual, state_h, gates, y }, { B, L, H, has_residual, carried, packed }) {
    const weight = recurrentWeight(weight_hh, H, packed);
    for (let b = 0; b < B; b++) {
      let h = carried ? Float64Array.from(state_h.subarray(b * H, (b + 1) * H)) : new Float64Array(H);
      for (let t = 0; t < L; t++) {
        const next = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const at = (b * L + t) * H + unit;
          let sum = gates[at] + bias_hh[unit];
          for (let k = 0; k < H; k++) sum += weight(0, unit, k) * h[k];
          next[unit] = Math.tanh(sum);
          gates[at] = next[unit];
          y[at] = next[unit] + (has_residual ? residual[at] : 0);
        }
        h = next;
      }
      if (carried) state_h.set(h, b * H);
    }
  },
});

/**
 * dy (B, L, H) and what rnn_sequence left, state starting at zero. In place: gates (B, L, H) becomes the gradient before the
 * tanh. before (B, L, H) is h of the token before, 0 for the first. `weight_hh` is the backward (H, H, 4) of recurrent_pack.
 * `segment`: h goes on from each so many tokens to the next, but no gradient comes back (truncated backpropagation through time).
 */
export const rnnSequenceBackward = defineKernel({
  name: 'rnn_sequence_backward',
  source: compose(backwardSource),
  buffers: { weight_hh: 'read', dy: 'read', gates: 'write', before: 'write', carry: 'scratch' },
  dims: { B: 'u32', L: 'u32', H: 'u32', segment: 'u32' },
  constants: backwardConstants,
  work: dims => recurrentWork(1, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference({ weight_hh, dy, gates, before }, { B, L, H, segment }) {
    for (let b = 0; b < B; b++) {
      let dhidden = new Float64Array(H);
      for (let t = L - 1; t >= 0; t--) {
        const earlier = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const at = (b * L + t) * H + unit;
          const gradient = (dy[at] + dhidden[unit]) * (1 - gates[at] ** 2);
          gates[at] = gradient;
          before[at] = t > 0 ? gates[at - H] : 0;
          for (let k = 0; k < H; k++) earlier[k] += weight_hh[(unit * H + k) * 4] * gradient;
        }
        dhidden = t % segment === 0 ? new Float64Array(H) : earlier;
      }
    }
  },
});
