import { describe, it } from 'vitest';
import { rnn } from '../../src/autodiff/ops/rnn';
import { CpuBackend } from '../../src/gpu/cpu';
import { rnnSequence, rnnSequenceBackward } from '../../src/gpu/kernels/rnn';
import { gpuBackend } from '../support/gpu';
import { compareKernel } from '../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, runOp } from '../support/op';
import { type Named, type RecurrentSizes, recurrentCase, streamRecurrent } from '../support/recurrent';

const GATES = 1;

/** The formula of torch.nn.RNN, as its documentation states it. */
function expected(given: Named, { B, L, D, H }: RecurrentSizes): Float64Array {
  const value = (name: string, index: number): number => Number(given[name]?.data[index]);
  const y = new Float64Array(B * L * H);
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < L; t++) {
      const before = (unit: number): number => (t > 0 ? Number(y[(b * L + t - 1) * H + unit]) : 0);
      const fromInput = (row: number): number => {
        let sum = value('bias_ih_l0', row);
        for (let d = 0; d < D; d++) sum += value('weight_ih_l0', row * D + d) * value('x', (b * L + t) * D + d);
        return sum;
      };
      const fromHidden = (row: number): number => {
        let sum = value('bias_hh_l0', row);
        for (let k = 0; k < H; k++) sum += value('weight_hh_l0', row * H + k) * before(k);
        return sum;
      };
      for (let unit = 0; unit < H; unit++) {
        y[(b * L + t) * H + unit] = Math.tanh(fromInput(unit) + fromHidden(unit));
      }
    }
  }
  return y;
}

describe('rnn', () => {
  it.each([
    [2, 5, 3, 4, false],
    [1, 1, 2, 1, false],
    [5, 3, 7, 7, true],
  ])('backward equals central differences: B %i, L %i, D %i, H %i, residual %s', (B, L, D, H, residual) =>
    checkGradients(recurrentCase(rnn, GATES, { B, L, D, H }, residual)),
  );

  it.each([
    [1, 1, 1, 1],
    [3, 12, 5, 7],
    [2, 37, 20, 20],
  ])('equals the formula of torch, at once and streamed: B %i, L %i, D %i, H %i', async (B, L, D, H) => {
    const sizes = { B, L, D, H };
    const op = recurrentCase(rnn, GATES, sizes);
    const given = { ...op.inputs, ...op.parameters };
    const y = expected(given, sizes);
    const last = Array.from({ length: B * H }, (_, i) => Number(y[(Math.floor(i / H) * L + L - 1) * H + (i % H)]));
    const seed = randoms(B * L * H, 9);
    const oracle = await runOp(new CpuBackend(), op, { y: seed });
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: seed });
      expectClose(outputs.y, y, OUTPUT, `${backend.kind} y`);
      for (const [name, gradient] of Object.entries(oracle.gradients)) {
        expectClose(gradients[name], gradient, GRADIENT, `${backend.kind} d ${name}`);
      }
      for (const chunk of [L, 1]) {
        const streamed = await streamRecurrent(backend, rnn, given, 1, chunk);
        expectClose(streamed.y, y, OUTPUT, `${backend.kind} y, ${chunk} at a time`);
        expectClose(streamed.h, last, OUTPUT, `${backend.kind} h, ${chunk} at a time`);
      }
    }
  });

  it('adds the residual and hands its gradient on', async () => {
    const sizes = { B: 3, L: 4, D: 5, H: 5 };
    const op = recurrentCase(rnn, GATES, sizes, true);
    const seed = randoms(60, 9);
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: seed });
      const sum = expected({ ...op.inputs, ...op.parameters }, sizes).map(
        (y, i) => y + Number(op.inputs.skipped.data[i]),
      );
      expectClose(outputs.y, sum, OUTPUT, 'y');
      expectClose(gradients.skipped, seed, GRADIENT, 'd residual');
    }
  });

  it.each([
    [1, 1, 1],
    [3, 37, 20],
    [5, 3, 130],
    [1, 2, 260], // more units than invocations
  ])('GPU equals twins: B %i, L %i, H %i', async (B, L, H) => {
    const scale = 1 / Math.sqrt(H);
    for (const [has_residual, carried, packed] of [
      [0, 0, 1],
      [1, 1, 0],
    ]) {
      await compareKernel(
        rnnSequence,
        {
          weight_hh: randoms((packed ? 4 : GATES) * H * H, 1, scale),
          bias_hh: randoms(GATES * H, 2),
          residual: randoms(has_residual ? B * L * H : 4, 3),
          state_h: randoms(B * H, 4),
          gates: randoms(B * L * GATES * H, 6, 3),
          y: new Float64Array(B * L * H),
        },
        { B, L, H, has_residual, carried, packed },
        OUTPUT,
      );
    }
    await compareKernel(
      rnnSequenceBackward,
      {
        weight_hh: randoms(4 * H * H, 1, scale),
        dy: randoms(B * L * H, 2),
        gates: randoms(B * L * H, 3),
        before: new Float64Array(B * L * H),
      },
      { B, L, H, segment: 2 },
      GRADIENT,
    );
  });
});
