import source from '../../../shaders/recurrent/gru_sequence.wgsl?raw';
import backwardSource from '../../../shaders/recurrent/gru_sequence_backward.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel } from '../../kernel';
import { backwardConstants, forwardConstants, recurrentWeight, recurrentWork, SEQUENCES, sigmoid } from './recurrent';

/**
 * gates (B, L, 3H) holds W_ih x + b_ih on entry and σ(r) σ(z) tanh(n) afterwards; inner (B, L, H) is W_hn h + b_hn,
 * history (B, L, H) is h, and y (B, L, H) is h (+ residual). Starts from and leaves state_h (B, H) if `carried`, from zero
 * otherwise. `weight_hh` is (3H, H), or if `packed` the forward (H, H, 4) of recurrent_pack. H at most MAX_HIDDEN.
 */
export const gruSequence = defineKernel({
  name: 'gru_sequence',
  source: compose(source),
  buffers: {
    weight_hh: 'read',
    bias_hh: 'read',
    residual: 'read',
    state_h: 'write',
    gates: 'write',
    inner: 'write',
    history: 'write',
    y: 'write',
  },
  dims: { B: 'u32', L: 'u32', H: 'u32', has_residual: 'u32', carried: 'u32', packed: 'u32' },
  constants: forwardConstants,
  work: dims => recurrentWork(3, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference(
    { weight_hh, bias_hh, residual, state_h, gates, inner, history, y },
    { B, L, H, has_residual, carried, packed },
  ) {
    const weight = recurrentWeight(weight_hh, H, packed);
    for (let b = 0; b < B; b++) {
      let h = carried ? Float64Array.from(state_h.subarray(b * H, (b + 1) * H)) : new Float64Array(H);
      for (let t = 0; t < L; t++) {
        const row = b * L + t;
        const next = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const recurrent = (gate: number): number => {
            let sum = bias_hh[gate * H + unit];
            for (let k = 0; k < H; k++) sum += weight(gate, unit, k) * h[k];
            return sum;
          };
          const at = row * 3 * H + unit;
          const r = sigmoid(gates[at] + recurrent(0));
          const z = sigmoid(gates[at + H] + recurrent(1));
          inner[row * H + unit] = recurrent(2);
          const n = Math.tanh(gates[at + 2 * H] + r * inner[row * H + unit]);
          next[unit] = (1 - z) * n + z * h[unit];
          gates[at] = r;
          gates[at + H] = z;
          gates[at + 2 * H] = n;
          history[row * H + unit] = next[unit];
          y[row * H + unit] = next[unit] + (has_residual ? residual[row * H + unit] : 0);
        }
        h = next;
      }
      if (carried) state_h.set(h, b * H);
    }
  },
});

/**
 * dy (B, L, H) and what gru_sequence left, state starting at zero. In place: gates (B, L, 3H) becomes the gradient of
 * W_ih x + b_ih, and history (B, L, H) becomes h of the token before, 0 for the first. dgates (B, L, 3H) is the gradient of
 * W_hh h + b_hh. `weight_hh` is the backward (H, H, 4) of recurrent_pack.
 * `segment`: h goes on from each so many tokens to the next, but no gradient comes back (truncated backpropagation through time).
 */
export const gruSequenceBackward = defineKernel({
  name: 'gru_sequence_backward',
  source: compose(backwardSource),
  buffers: {
    weight_hh: 'read',
    dy: 'read',
    inner: 'read',
    gates: 'write',
    history: 'write',
    dgates: 'write',
    carry: 'scratch',
  },
  dims: { B: 'u32', L: 'u32', H: 'u32', segment: 'u32' },
  constants: backwardConstants,
  work: dims => recurrentWork(3, dims),
  time: { steps: ({ L }) => L },
  grid: ({ B }) => [Math.ceil(B / SEQUENCES), 1, 1],
  reference({ weight_hh, dy, inner, gates, history, dgates }, { B, L, H, segment }) {
    for (let b = 0; b < B; b++) {
      let dhidden = new Float64Array(H);
      for (let t = L - 1; t >= 0; t--) {
        const row = b * L + t;
        const earlier = new Float64Array(H);
        for (let unit = 0; unit < H; unit++) {
          const at = row * 3 * H + unit;
          const [r, z, n] = [gates[at], gates[at + H], gates[at + 2 * H]];
          const before = t > 0 ? history[(row - 1) * H + unit] : 0;
          const dh = dy[row * H + unit] + dhidden[unit];
          const dn = dh * (1 - z) * (1 - n ** 2);
          const dr = dn * inner[row * H + unit] * r * (1 - r);
          const dz = dh * (before - n) * z * (1 - z);
          earlier[unit] += dh * z;
          history[row * H + unit] = before;
          gates[at + 2 * H] = dn;
          [dr, dz, dn * r].forEach((gradient, gate) => {
            dgates[at + gate * H] = gradient;
            if (gate < 2) gates[at + gate * H] = gradient;
            for (let k = 0; k < H; k++) earlier[k] += weight_hh[(unit * H + k) * 4 + gate] * gradient;
          });
        }
        dhidden = t % segment === 0 ? new Float64Array(H) : earlier;
      }
    }
  },
});
