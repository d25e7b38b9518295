import { describe, it } from 'vitest';
import { rnn } from '../../../../src/autodiff/ops/rnn';
import { rnnSequence, rnnSequenceBackward } from '../../../../src/gpu/kernels/recurrent/rnn';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';
import { type Cell, testRecurrentOp } from '../../../support/torch_recurrent';

/** The formula in the documentation of torch.nn.RNN. */
const cell: Cell = {
  gates: 1,
  next: (ofInput, ofHidden) => Math.tanh(ofInput(0) + ofHidden(0)),
};

describe('rnn', () => {
  testRecurrentOp(rnn, cell);

  it.each(
    sizes<[number, number, number]>(
      [[3, 37, 20]],
      [
        [1, 1, 1],
        [5, 3, 130],
        [1, 2, 260], // more units than invocations
      ],
    ),
  )('GPU equals twins: B %i, L %i, H %i', async (B, L, H) => {
    const scale = 1 / Math.sqrt(H);
    for (const [has_residual, carried, packed] of [
      [0, 0, 1],
      [1, 1, 0],
    ]) {
      await compareKernel(
        rnnSequence,
        {
          weight_hh: randoms((packed ? 4 : cell.gates) * H * H, 1, scale),
          bias_hh: randoms(cell.gates * H, 2),
          residual: randoms(has_residual ? B * L * H : 4, 3),
          state_h: randoms(B * H, 4),
          gates: randoms(B * L * cell.gates * H, 6, 3),
          y: new Float64Array(B * L * H),
        },
        { B, L, H, has_residual, carried, packed },
        OUTPUT,
      );
    }
    for (const carried of [0, 1]) {
      await compareKernel(
        rnnSequenceBackward,
        {
          weight_hh: randoms(4 * H * H, 1, scale),
          dy: randoms(B * L * H, 2),
          gates: randoms(B * L * H, 3),
          before: new Float64Array(B * L * H),
          carry: new Float64Array(B * H),
          start_h: randoms(B * H, 7),
        },
        { B, L, H, segment: 2, carried },
        GRADIENT,
      );
    }
  });
});
