import { describe, it } from 'vitest';
import { z } from 'zod';
import { linear } from '../../../../src/autodiff/ops/linear';
import { linearAttention } from '../../../../src/autodiff/ops/linear_attention';
import { whole } from '../../../../src/autodiff/slice';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { featureMap, featureMapBackward } from '../../../../src/gpu/kernels/attention/feature_map';
import { normaliseHeads, normaliseHeadsBackward } from '../../../../src/gpu/kernels/attention/normalise_heads';
import { backends } from '../../../support/backends';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, runOp } from '../../../support/op';

const goldenConfig = z.object({ heads: z.number(), eps: z.number() });

describe('linear_attention', () => {
  it.each([
    [2, 7, 8, 2],
    [1, 1, 5, 1],
  ])('backward equals central differences: B %i, L %i, D %i, %i heads', (B, L, D, heads) =>
    checkGradients({
      inputs: { qkv: { shape: [B, L, 3 * D], data: randoms(B * L * 3 * D, 1, 2) } },
      parameters: {},
      record: (tape, input) => ({ y: linearAttention(tape, input('qkv'), { heads, eps: 1e-6 }) }),
    }),
  );

  it.each(goldenCases('linear_attention'))('$name: golden vectors on both backends', async golden => {
    const { heads, eps } = goldenConfig.parse(golden.config);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(
        backend,
        {
          inputs: { x: golden.inputs.x },
          parameters: {
            'in_proj.weight': golden.inputs['in_proj.weight'],
            'out_proj.weight': golden.inputs['out_proj.weight'],
          },
          record(tape, input, parameter) {
            const qkv = linear(tape, whole(input('x')), parameter('in_proj.weight'));
            const mixed = linearAttention(tape, qkv, { heads, eps });
            return { y: linear(tape, whole(mixed), parameter('out_proj.weight')) };
          },
        },
        { y: golden.cotangents.y.data },
      );
      expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: two calls with carried state equal one', async kind => {
    const backend = await backends[kind]();
    const [L, D, heads, cut] = [23, 12, 2, 9];
    const d = D / heads;
    const qkv = randoms(L * 3 * D, 1, 2);
    const run = async (data: Float64Array, sums: ArrayLike<number>) => {
      const { outputs, carried } = await runOp(
        backend,
        {
          inputs: { qkv: { shape: [1, data.length / (3 * D), 3 * D], data } },
          parameters: {},
          carried: { sums: { shape: [1, heads, d + 1, d], data: sums } },
          record: (tape, input, _, state) => ({
            y: linearAttention(tape, input('qkv'), { heads, eps: 1e-6, state: state('sums') }),
          }),
        },
        {},
      );
      return { y: Array.from(outputs.y ?? []), sums: carried.sums ?? [] };
    };
    const empty = new Float64Array((d + 1) * D);
    const all = await run(qkv, empty);
    const first = await run(qkv.slice(0, cut * 3 * D), empty);
    const second = await run(qkv.slice(cut * 3 * D), first.sums);
    expectClose([...first.y, ...second.y], all.y, OUTPUT, 'y');
    expectClose(second.sums, all.sums, OUTPUT, 'sums');
  });

  it.each([
    [1, 1, 1],
    [6, 5, 2],
    [70, 16, 4],
    [9, 65, 2],
  ])('around the recurrence, GPU equals twin: %i rows, heads of %i, %i of them', async (rows, d, heads) => {
    const D = d * heads;
    const [qkv, of] = [randoms(rows * 3 * D, 1, 2), { rows, D, heads }];
    const features = new Float64Array(rows * (3 * D + heads));
    await compareKernel(featureMap, { qkv, features }, of, OUTPUT);
    const dfeatures = randoms(features.length, 2);
    await compareKernel(featureMapBackward, { qkv, dfeatures, dqkv: new Float64Array(qkv.length) }, of, GRADIENT);

    const sums = randoms(rows * (D + heads), 3).map(Math.abs);
    const [y, dy] = [randoms(rows * D, 4), randoms(rows * D, 5)];
    const ofSums = { ...of, eps: 1e-2 };
    await compareKernel(normaliseHeads, { sums, y: new Float64Array(rows * D) }, ofSums, OUTPUT);
    const dsums = new Float64Array(sums.length);
    await compareKernel(normaliseHeadsBackward, { sums, y, dy, dsums }, ofSums, GRADIENT);
  });
});
