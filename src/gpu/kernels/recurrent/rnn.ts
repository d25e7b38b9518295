import { defineKernel } from '../../kernel';
import { sequenceBackward, sequenceForward } from './recurrent_sequence';
import { pullSequence, runSequence } from './recurrent_twin';

/**
 * gates (B, L, H) holds W_ih x + b_ih on entry and h afterwards; y (B, L, H) is h (+ residual). Starts from and leaves state_h (B, H) if
 * `carried`, from zero otherwise. `weight_hh` is (H, H), or if `packed` the forward (H, H, 4) of recurrent_pack. H at most MAX_HIDDEN.
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
 * dy (B, L, H) and what rnn_sequence left, which started from start_h (B, H) if `carried`, from zero otherwise. In place: gates (B, L, H) becomes the gradient before the
 * tanh. before (B, L, H) is h of the token before. `weight_hh` is the backward (H, H, 4) of recurrent_pack.
 * `segment`: see lstm_sequence_backward.
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
