import source from '../../../shaders/recurrent/lstm_sequence.wgsl?raw';
import backwardSource from '../../../shaders/recurrent/lstm_sequence_backward.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel } from '../../kernel';
import { backwardConstants, forwardConstants, recurrentWeight, recurrentWork, SEQUENCES, sigmoid } from './recurrent';

/**
 * gates (B, L, 4H) holds W_ih x + b_ih on entry and σ(i) σ(f) tanh(g) σ(o) afterwards; cells (B, L, H) is c, and
 * y (B, L, H) is h (+ residual). Starts from and leaves state_h, state_c (B, H) if `carried`, from zero otherwise.
 * `weight_hh` is (4H, H), or if `packed` the forward (H, H, 4) of recurrent_pack. H at most MAX_HIDDEN.
 */
export const lstmSequence = defineKernel({
  name: 'lstm_sequence',
  source: compose(source),
  buffers: {
    weight_hh: 'read',
    bias_hh: 'read',
    residual: 'read',
    state_h: 'write',
    state_c: 'write',
    gates: 'write',
    cells: 'write',
    y: 'write',
  },
  dims: { B: 'u32', L: 'u32', H: 'u32', has_residual: 'u32', carried: 'u32', packed: 'u32' },
  constants: forwardConstants,
  work: dims => recurrentWork(4, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference(
    { weight_hh, bias_hh, residual, state_h, state_c, gates, cells, y },
    { B, L, H, has_residual, carried, packed },
  ) {
    const weight = recurrentWeight(weight_hh, H, packed);
    for (let b = 0; b < B; b++) {
      let h = carried ? Float64Array.from(state_h.subarray(b * H, (b + 1) * H)) : new Float64Array(H);
      const c = carried ? Float64Array.from(state_c.subarray(b * H, (b + 1) * H)) : new Float64Array(H);
      for (let t = 0; t < L; t++) {
        const row = b * L + t;
        const next = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const [i, f, g, o] = [0, 1, 2, 3].map(gate => {
            let sum = gates[(row * 4 + gate) * H + unit] + bias_hh[gate * H + unit];
            for (let k = 0; k < H; k++) sum += weight(gate, unit, k) * h[k];
            return gate === 2 ? Math.tanh(sum) : sigmoid(sum);
          });
          c[unit] = f * c[unit] + i * g;
          next[unit] = o * Math.tanh(c[unit]);
          [i, f, g, o].forEach((value, gate) => {
            gates[(row * 4 + gate) * H + unit] = value;
          });
          cells[row * H + unit] = c[unit];
          y[row * H + unit] = next[unit] + (has_residual ? residual[row * H + unit] : 0);
        }
        h = next;
      }
      if (carried) {
        state_h.set(h, b * H);
        state_c.set(c, b * H);
      }
    }
  },
});

/**
 * dy (B, L, H) and what lstm_sequence left, state starting at zero. In place: gates (B, L, 4H) becomes the gradient of
 * W_ih x + b_ih, and cells (B, L, H) becomes h of the token before, 0 for the first. `weight_hh` is the backward (H, H, 4)
 * of recurrent_pack.
 * `segment`: h goes on from each so many tokens to the next, but no gradient comes back (truncated backpropagation through time).
 */
export const lstmSequenceBackward = defineKernel({
  name: 'lstm_sequence_backward',
  source: compose(backwardSource),
  buffers: { weight_hh: 'read', dy: 'read', gates: 'write', cells: 'write', carry: 'scratch' },
  dims: { B: 'u32', L: 'u32', H: 'u32', segment: 'u32' },
  constants: backwardConstants,
  work: dims => recurrentWork(4, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference({ weight_hh, dy, gates, cells }, { B, L, H, segment }) {
    for (let b = 0; b < B; b++) {
      const dcell = new Float64Array(H);
      let dhidden = new Float64Array(H);
      for (let t = L - 1; t >= 0; t--) {
        const row = b * L + t;
        const earlier = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const [i, f, g, o] = [0, 1, 2, 3].map(gate => gates[(row * 4 + gate) * H + unit]);
          const squashed = Math.tanh(cells[row * H + unit]);
          const before = t > 0 ? cells[(row - 1) * H + unit] : 0;
          const dh = dy[row * H + unit] + dhidden[unit];
          const dc = dcell[unit] + dh * o * (1 - squashed ** 2);
          dcell[unit] = dc * f;
          const gradients = [
            dc * g * i * (1 - i),
            dc * before * f * (1 - f),
            dc * i * (1 - g ** 2),
            dh * squashed * o * (1 - o),
          ];
          cells[row * H + unit] = t > 0 ? gates[((row - 1) * 4 + 3) * H + unit] * Math.tanh(before) : 0;
          gradients.forEach((gradient, gate) => {
            gates[(row * 4 + gate) * H + unit] = gradient;
            for (let k = 0; k < H; k++) earlier[k] += weight_hh[(unit * H + k) * 4 + gate] * gradient;
          });
        }
        dhidden = t % segment === 0 ? new Float64Array(H) : earlier;
        if (t % segment === 0) dcell.fill(0);
      }
    }
  },
});
