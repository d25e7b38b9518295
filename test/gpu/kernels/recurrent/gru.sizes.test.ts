import { describe, it } from 'vitest';
import { gru } from '../../../../src/autodiff/ops/gru';
import { gruSequence, gruSequenceBackward } from '../../../../src/gpu/kernels/recurrent/gru';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';
import { type Cell, testRecurrentOp } from '../../../support/torch_recurrent';

/** The formula in the documentation of torch.nn.GRU. */
const cell: Cell = {
  gates: 3,
  next(ofInput, ofHidden, before) {
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    const r = sigmoid(ofInput(0) + ofHidden(0));
    const z = sigmoid(ofInput(1) + ofHidden(1));
    const n = Math.tanh(ofInput(2) + r * ofHidden(2));
    return (1 - z) * n + z * before;
  },
};

describe('gru', () => {
  testRecurrentOp(gru, cell);

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
        gruSequence,
        {
          weight_hh: randoms((packed ? 4 : cell.gates) * H * H, 1, scale),
          bias_hh: randoms(cell.gates * H, 2),
          residual: randoms(has_residual ? B * L * H : 4, 3),
          state_h: randoms(B * H, 4),
          gates: randoms(B * L * cell.gates * H, 6, 3),
          inner: new Float64Array(B * L * H),
          history: new Float64Array(B * L * H),
          y: new Float64Array(B * L * H),
        },
        { B, L, H, has_residual, carried, packed },
        OUTPUT,
      );
    }
    for (const carried of [0, 1]) {
      await compareKernel(
        gruSequenceBackward,
        {
          weight_hh: randoms(4 * H * H, 1, scale),
          dy: randoms(B * L * H, 2),
          inner: randoms(B * L * H, 3),
          gates: randoms(B * L * 3 * H, 4).map(Math.abs),
          history: randoms(B * L * H, 5),
          dgates: new Float64Array(B * L * 3 * H),
          carry: new Float64Array(B * H),
          start_h: randoms(B * H, 7),
        },
        { B, L, H, segment: 2, carried },
        GRADIENT,
      );
    }
  });
});
