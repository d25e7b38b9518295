import { allOf, defineKernel } from '../../kernel';
import { sigmoid } from '../functions';
import { sequenceBackward, sequenceForward } from './recurrent_sequence';
import { pullSequence, runSequence } from './recurrent_twin';

const GATES = 3;

/** The place of gate n in (B, L, 3H), for place `at` of (B, L, H). */
const placeOfN = (at: number, H: number): number => (Math.floor(at / H) * GATES + 2) * H + (at % H);

/**
 * gates (B, L, 3H) holds W_ih x + b_ih before the call, and σ(r) σ(z) tanh(n) after it; inner (B, L, H) is W_hn h + b_hn,
 * history (B, L, H) is h, and y (B, L, H) is h (+ residual). If `carried`, it starts from state_h (B, H) and leaves the new state
 * there; otherwise it starts from zero. `weight_hh` is (3H, H), or if `packed` the forward (H, H, 4) of recurrent_pack. H is at most
 * MAX_HIDDEN.
 */
export const gruSequence = defineKernel({
  ...sequenceForward('gru_sequence', GATES),
  buffers: {
    ...allOf('read', 'weight_hh', 'bias_hh', 'residual'),
    ...allOf('write', 'gates', 'y', 'state_h', 'inner', 'history'),
  },
  reference({ inner, history, ...buffers }, dims) {
    runSequence({ gates: GATES, joined: 2 }, buffers, dims, (sums, at, before) => {
      const r = sigmoid(sums[0]);
      const z = sigmoid(sums[1]);
      const n = Math.tanh(buffers.gates[placeOfN(at, dims.H)] + r * sums[2]);
      const h = (1 - z) * n + z * before;
      inner[at] = sums[2];
      history[at] = h;
      return { gates: [r, z, n], h };
    });
  },
});

/**
 * Adjoint of `gru_sequence`, from dy (B, L, H) and what gru_sequence left. start_h (B, H), if `carried`: the state that it started from.
 * gates (B, L, 3H) is replaced by the gradient of W_ih x + b_ih, and history (B, L, H) by h of the token before. dgates (B, L, 3H) is
 * the gradient of W_hh h + b_hh. `weight_hh` is the backward (H, H, 4) of recurrent_pack. `segment`: see lstm_sequence_backward.
 */
export const gruSequenceBackward = defineKernel({
  ...sequenceBackward('gru_sequence_backward', GATES),
  buffers: {
    ...allOf('read', 'weight_hh', 'dy'),
    gates: 'write',
    carry: 'scratch',
    ...allOf('read', 'start_h', 'inner'),
    ...allOf('write', 'history', 'dgates'),
  },
  reference({ inner, history, ...buffers }, dims) {
    pullSequence(GATES, buffers, dims, ([r, z, n], at, start, dh) => {
      const before = start ? start.h : history[at - dims.H];
      history[at] = before;
      const dn = dh * (1 - z) * (1 - n ** 2);
      const dr = dn * inner[at] * r * (1 - r);
      const dz = dh * (before - n) * z * (1 - z);
      return { gates: [dr, dz, dn * r], inputs: [dr, dz, dn], h: dh * z };
    });
  },
});
