import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lstm } from '../../../../src/autodiff/ops/lstm';
import { type Parameter, Tape } from '../../../../src/autodiff/tape';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { lstmSequence, lstmSequenceBackward } from '../../../../src/gpu/kernels/recurrent/lstm';
import { recurrentPack } from '../../../../src/gpu/kernels/recurrent/recurrent_pack';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';
import { recurrentCase, recurrentLayer, recurrentWeights, streamRecurrent } from '../../../support/recurrent';
import { sizes } from '../../../support/sizes';

const goldenConfig = z.object({ layers: z.number() });

describe('lstm', () => {
  it.each([
    [2, 5, 3, 4, false],
    [1, 1, 2, 1, false],
    [5, 3, 7, 7, true],
  ])('backward equals central differences: B %i, L %i, D %i, H %i, residual %s', (B, L, D, H, residual) =>
    checkGradients(recurrentCase(lstm, 4, { B, L, D, H }, residual)),
  );

  it.each(goldenCases('lstm'))('$name: golden vectors on both backends', async golden => {
    const { layers } = goldenConfig.parse(golden.config);
    const { x, ...parameters } = golden.inputs;
    const op: OpCase = {
      inputs: { x },
      parameters,
      record(tape, input, parameter) {
        let y = input('x');
        for (let index = 0; index < layers; index++) y = lstm(tape, y, recurrentLayer(parameter, index));
        return { y };
      },
    };
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
      }
      for (const chunk of [x.shape[1], 7, 1]) {
        const streamed = await streamRecurrent(backend, lstm, golden.inputs, layers, chunk);
        for (const name of ['y', 'h', 'c'] as const) {
          expectClose(streamed[name], golden.outputs[name].data, OUTPUT, `${backend.kind} ${name}, ${chunk} at a time`);
        }
      }
    }
  });

  it('adds the residual and hands its gradient on', async () => {
    const op = recurrentCase(lstm, 4, { B: 3, L: 4, D: 5, H: 5 }, true);
    const seed = randoms(60, 9);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const plain = await runOp(backend, recurrentCase(lstm, 4, { B: 3, L: 4, D: 5, H: 5 }), { y: seed });
      const { outputs, gradients } = await runOp(backend, op, { y: seed });
      const sum = plain.outputs.y.map((value, i) => value + Number(op.inputs.skipped.data[i]));
      expectClose(outputs.y, sum, OUTPUT, 'y');
      expectClose(gradients.skipped, seed, GRADIENT, 'd residual');
      expectClose(gradients.x, plain.gradients.x, GRADIENT, 'd x');
    }
  });

  it('takes three dispatches forward and four backward', () => {
    const tape = new Tape({ training: true });
    const parameter = (name: string): Parameter => tape.parameter(name, recurrentWeights(4, 8, 8)[name]?.shape ?? []);
    const residual = tape.variable('residual', [2, 3, 8]);
    lstm(tape, tape.variable('x', [2, 3, 8]), recurrentLayer(parameter), { residual });
    expect(tape.forward).toHaveLength(3);
    expect(tape.backward).toHaveLength(4);
  });

  it.each(
    sizes<[number, number, number]>(
      [
        [3, 2, 7],
        [1, 2, 260], // more units than invocations
      ],
      [
        [1, 1, 1],
        [1, 37, 20],
        [3, 37, 20],
        [5, 3, 130],
      ],
    ),
  )('GPU equals twins: B %i, L %i, H %i', async (B, L, H) => {
    const scale = 1 / Math.sqrt(H);
    for (const [has_residual, carried, packed] of [
      [0, 0, 1],
      [1, 1, 0],
    ]) {
      await compareKernel(
        lstmSequence,
        {
          weight_hh: randoms(4 * H * H, 1, scale),
          bias_hh: randoms(4 * H, 2),
          residual: randoms(has_residual ? B * L * H : 4, 3),
          state_h: randoms(B * H, 4),
          state_c: randoms(B * H, 5, 2),
          gates: randoms(B * L * 4 * H, 6, 3),
          cells: new Float64Array(B * L * H),
          y: new Float64Array(B * L * H),
        },
        { B, L, H, has_residual, carried, packed },
        OUTPUT,
      );
    }
    for (const carried of [0, 1]) {
      await compareKernel(
        lstmSequenceBackward,
        {
          weight_hh: randoms(4 * H * H, 1, scale),
          dy: randoms(B * L * H, 2),
          gates: randoms(B * L * 4 * H, 3).map(Math.abs),
          cells: randoms(B * L * H, 4),
          carry: new Float64Array(2 * B * H),
          start_h: randoms(B * H, 7),
          start_c: randoms(B * H, 8, 2),
        },
        { B, L, H, segment: 2, carried },
        GRADIENT,
      );
    }
    await compareKernel(
      recurrentPack,
      {
        weight: randoms(3 * H * H, 1),
        forward: new Float64Array(4 * H * H),
        backward: new Float64Array(4 * H * H),
      },
      { H, gates: 3, both: 1 },
      OUTPUT,
    );
  });

  it('stays finite where every gate saturates', async () => {
    const H = 4;
    await compareKernel(
      lstmSequence,
      {
        weight_hh: randoms(4 * H * H, 1),
        bias_hh: randoms(4 * H, 2, 1000),
        residual: new Float64Array(4),
        state_h: new Float64Array(H),
        state_c: new Float64Array(H),
        gates: randoms(60 * 4 * H, 6, 1000),
        cells: new Float64Array(60 * H),
        y: new Float64Array(60 * H),
      },
      { B: 1, L: 60, H, has_residual: 0, carried: 1, packed: 1 },
      OUTPUT,
    );
  });
});
