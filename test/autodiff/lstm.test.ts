import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lstm } from '../../src/autodiff/ops/lstm';
import { type Parameter, Tape, type Var } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { CpuBackend } from '../../src/gpu/cpu';
import { lstmSequence, lstmSequenceBackward } from '../../src/gpu/kernels/lstm';
import { recurrentPack } from '../../src/gpu/kernels/recurrent_pack';
import { Plan } from '../../src/gpu/plan';
import { sizeOf, type Tensor } from '../../src/gpu/tensor';
import { goldenCases } from '../support/golden';
import { gpuBackend } from '../support/gpu';
import { compareKernel } from '../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, type Given, type OpCase, runOp } from '../support/op';

type Named = Readonly<Record<string, Given>>;

function weights(D: number, H: number, scale = 1): Named {
  const random = (shape: number[], seed: number): Given => ({ shape, data: randoms(sizeOf(shape), seed, scale) });
  return {
    weight_ih_l0: random([4 * H, D], 11),
    weight_hh_l0: random([4 * H, H], 12),
    bias_ih_l0: random([4 * H], 13),
    bias_hh_l0: random([4 * H], 14),
  };
}

function layer(parameter: (name: string) => Parameter, index = 0): Parameters<typeof lstm>[2] {
  return {
    weightIh: parameter(`weight_ih_l${index}`),
    weightHh: parameter(`weight_hh_l${index}`),
    biasIh: parameter(`bias_ih_l${index}`),
    biasHh: parameter(`bias_hh_l${index}`),
  };
}

function opCase(B: number, L: number, D: number, H: number, withResidual: boolean): OpCase {
  return {
    inputs: {
      x: { shape: [B, L, D], data: randoms(B * L * D, 1) },
      ...(withResidual ? { skipped: { shape: [B, L, H], data: randoms(B * L * H, 2) } } : {}),
    },
    parameters: weights(D, H),
    record: (tape, input, parameter) => ({
      y: lstm(tape, input('x'), layer(parameter), { residual: withResidual ? input('skipped') : undefined }),
    }),
  };
}

/** Runs LSTM layers over x (B, L, D), `chunk` tokens a call, state carried from call to call. */
async function stream(backend: Backend, given: Named, layers: number, chunk: number): Promise<Map<string, number[]>> {
  const tape = new Tape({ training: false });
  const placed = new Map<string, Tensor>();
  const place = (name: string, shape: readonly number[]): Tensor => {
    const tensor = placed.get(name) ?? tape.tensor(name, shape, 'persistent');
    placed.set(name, tensor);
    return tensor;
  };
  const [B = 1, L = 1, D = 1] = given.x?.shape ?? [];
  const parameter = (name: string): Parameter => {
    const shape = given[name]?.shape ?? [];
    return { name, shape, data: place(name, shape) };
  };
  let y: Var = { shape: [B, chunk, D], data: place('tokens', [B, chunk, D]) };
  for (let index = 0; index < layers; index++) {
    const [, H = 1] = given[`weight_hh_l${index}`]?.shape ?? [];
    const state = { h: place(`h${index}`, [B, H]), c: place(`c${index}`, [B, H]) };
    y = lstm(tape, y, layer(parameter, index), { state });
  }
  const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
  for (const [name, tensor] of placed) {
    const values = given[name];
    if (values) backend.write(plan.view(tensor).memory, Float64Array.from(values.data));
  }
  const H = y.shape[2] ?? 1;
  const all = new Array<number>(B * L * H);
  for (let t = 0; t < L; t += chunk) {
    const tokens = Float64Array.from({ length: B * chunk * D }, (_, i) => {
      const b = Math.floor(i / (chunk * D));
      return Number(given.x?.data[(b * L + t) * D + (i % (chunk * D))]);
    });
    backend.write(plan.view(place('tokens', [])).memory, tokens);
    plan.run(['forward']);
    const { memory, offset, elements } = plan.view(y.data);
    (await backend.read(memory, offset, elements)).forEach((value, i) => {
      const b = Math.floor(i / (chunk * H));
      all[(b * L + t) * H + (i % (chunk * H))] = value;
    });
  }
  const results = new Map([['y', all]]);
  for (const name of ['h', 'c']) {
    const states: number[] = [];
    for (let index = 0; index < layers; index++) {
      const { memory, elements } = plan.view(place(`${name}${index}`, []));
      states.push(...(await backend.read(memory, 0, elements)));
    }
    results.set(name, states);
  }
  plan.destroy();
  return results;
}

const goldenConfig = z.object({ layers: z.number() });

describe('lstm', () => {
  it.each([
    [2, 5, 3, 4, false],
    [1, 1, 2, 1, false],
    [5, 3, 7, 7, true],
  ])('backward equals central differences: B %i, L %i, D %i, H %i, residual %s', (B, L, D, H, residual) =>
    checkGradients(opCase(B, L, D, H, residual)),
  );

  it.each(goldenCases('lstm'))('$name: golden vectors on both backends', async golden => {
    const { layers } = goldenConfig.parse(golden.config);
    const { x, ...parameters } = golden.inputs;
    const op: OpCase = {
      inputs: { x },
      parameters,
      record(tape, input, parameter) {
        let y = input('x');
        for (let index = 0; index < layers; index++) y = lstm(tape, y, layer(parameter, index));
        return { y };
      },
    };
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
      }
      for (const chunk of [x.shape[1], 7, 1]) {
        const streamed = await stream(backend, golden.inputs, layers, chunk);
        for (const name of ['y', 'h', 'c']) {
          expectClose(
            streamed.get(name) ?? [],
            golden.outputs[name].data,
            OUTPUT,
            `${backend.kind} ${name}, ${chunk} at a time`,
          );
        }
      }
    }
  });

  it('adds the residual and hands its gradient on', async () => {
    const op = opCase(3, 4, 5, 5, true);
    const seed = randoms(60, 9);
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const plain = await runOp(backend, opCase(3, 4, 5, 5, false), { y: seed });
      const { outputs, gradients } = await runOp(backend, op, { y: seed });
      const sum = plain.outputs.y.map((value, i) => value + Number(op.inputs.skipped.data[i]));
      expectClose(outputs.y, sum, OUTPUT, 'y');
      expectClose(gradients.skipped, seed, GRADIENT, 'd residual');
      expectClose(gradients.x, plain.gradients.x, GRADIENT, 'd x');
    }
  });

  it('takes six dispatches forward and backward beyond the norm', () => {
    const tape = new Tape({ training: true });
    const parameter = (name: string): Parameter => tape.parameter(name, weights(8, 8)[name]?.shape ?? []);
    const residual = tape.variable('residual', [2, 3, 8]);
    lstm(tape, tape.variable('x', [2, 3, 8]), layer(parameter), { residual });
    expect(tape.forward).toHaveLength(3);
    expect(tape.backward).toHaveLength(4);
  });

  const sizes = [
    [1, 1, 1],
    [3, 2, 7],
    [1, 37, 20],
    [3, 37, 20],
    [5, 3, 130],
    [1, 2, 300],
  ] as const;

  it.each(sizes)('GPU equals twins: B %i, L %i, H %i', async (B, L, H) => {
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
    await compareKernel(
      lstmSequenceBackward,
      {
        weight_hh: randoms(4 * H * H, 1, scale),
        dy: randoms(B * L * H, 2),
        gates: randoms(B * L * 4 * H, 3).map(Math.abs),
        cells: randoms(B * L * H, 4),
      },
      { B, L, H },
      GRADIENT,
    );
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
