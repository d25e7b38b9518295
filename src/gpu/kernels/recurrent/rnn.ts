import { defineKernel } from '../../kernel';
import { sequenceBackward, sequenceForward } from './recurrent_sequence';
import { pullSequence, runSequence } from './recurrent_twin';

/**
 * gates (B, L, H) holds W_ih x + b_ih before the call, and h after it; y (B, L, H) is h (+ residual). If `carried`, it starts from
 * state_h (B, H) and leaves the new state there; otherwise it starts from zero. `weight_hh` is (H, H), or if `packed` the forward
 * (H, H, 4) of recurrent_pack. H is at most MAX_HIDDEN.
 */
export const rnnSequence = defineKernel({
  ...sequenceForward('rnn_sequence', 1),
  buffers: { weight_hh: 'read', bias_hh: 'read', residual: 'read', gates: 'write', y: 'write', state_h: 'write' },
  reference(buffers, dims) {
    runSequence({ gates: 1, joined: 1 }, buffers, dims, sums => {
      const h = Math.tanh(sums[0]);
      return { gates: [h], h };
    });
  },
});

/**
 * Adjoint of `rnn_sequence`, from dy (B, L, H) and what rnn_sequence left. start_h (B, H), if `carried`: the state that it started from.
 * gates (B, L, H) is replaced by the gradient before the tanh. before (B, L, H) gets h of the token before. `weight_hh` is the backward
 * (H, H, 4) of recurrent_pack. `segment`: see lstm_sequence_backward.
 */
export const rnnSequenceBackward = defineKernel({
  ...sequenceBackward('rnn_sequence_backward', 1),
  buffers: { weight_hh: 'read', dy: 'read', gates: 'write', carry: 'scratch', start_h: 'read', before: 'write' },
  reference({ before, ...buffers }, dims) {
    pullSequence(1, buffers, dims, ([h], at, start, dh) => {
      before[at] = start ? start.h : buffers.gates[at - dims.H];
      return { gates: [dh * (1 - h ** 2)] };
    });
  },
});
