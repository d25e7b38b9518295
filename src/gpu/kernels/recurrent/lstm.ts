import { allOf, defineKernel } from '../../kernel';
import { sigmoid } from '../functions';
import { sequenceBackward, sequenceForward } from './recurrent_sequence';
import { pullSequence, runSequence } from './recurrent_twin';

const GATES = 4;

/**
 * gates (B, L, 4H) holds W_ih x + b_ih before the call, and σ(i) σ(f) tanh(g) σ(o) after it; cells (B, L, H) is c, and
 * y (B, L, H) is h (+ residual). If `carried`, it starts from state_h, state_c (B, H) and leaves the new state there; otherwise it
 * starts from zero. `weight_hh` is (4H, H), or if `packed` the forward (H, H, 4) of recurrent_pack. H is at most MAX_HIDDEN.
 */
export const lstmSequence = defineKernel({
  ...sequenceForward('lstm_sequence', GATES),
  buffers: {
    ...allOf('read', 'weight_hh', 'bias_hh', 'residual'),
    ...allOf('write', 'gates', 'y', 'state_h', 'state_c', 'cells'),
  },
  reference({ cells, ...buffers }, dims) {
    runSequence({ gates: GATES, joined: GATES }, buffers, dims, (sums, at, _, before) => {
      const [i, f, g, o] = sums.map((sum, gate) => (gate === 2 ? Math.tanh(sum) : sigmoid(sum)));
      const c = f * before + i * g;
      cells[at] = c;
      return { gates: [i, f, g, o], h: o * Math.tanh(c), c };
    });
  },
});

/**
 * Adjoint of `lstm_sequence`, from dy (B, L, H) and what lstm_sequence left. start_h, start_c (B, H), if `carried`: the state that it
 * started from. gates (B, L, 4H) is replaced by the gradient of W_ih x + b_ih, and cells (B, L, H) by h of the token before.
 * `weight_hh` is the backward (H, H, 4) of recurrent_pack.
 * `segment`: tokens of a segment. No gradient goes from one segment to the one before (truncated backpropagation through time).
 */
export const lstmSequenceBackward = defineKernel({
  ...sequenceBackward('lstm_sequence_backward', GATES),
  buffers: {
    ...allOf('read', 'weight_hh', 'dy'),
    gates: 'write',
    carry: 'scratch',
    ...allOf('read', 'start_h', 'start_c'),
    cells: 'write',
  },
  reference({ cells, ...buffers }, dims) {
    const { H } = dims;
    pullSequence(GATES, buffers, dims, ([i, f, g, o], at, start, dh, dcell) => {
      const squashed = Math.tanh(cells[at]);
      const before = start ? start.c : cells[at - H];
      const dc = dcell + dh * o * (1 - squashed ** 2);
      const unit = at % H;
      cells[at] = start ? start.h : buffers.gates[(at - unit) * GATES - H + unit] * Math.tanh(before);
      return {
        gates: [dc * g * i * (1 - i), dc * before * f * (1 - f), dc * i * (1 - g ** 2), dh * squashed * o * (1 - o)],
        c: dc * f,
      };
    });
  },
});
