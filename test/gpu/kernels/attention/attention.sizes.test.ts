import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { attention } from '../../../../src/autodiff/ops/attention';
import { linear } from '../../../../src/autodiff/ops/linear';
import { whole } from '../../../../src/autodiff/slice';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  attentionBackward,
  attentionForward as attentionKernel,
} from '../../../../src/gpu/kernels/attention/attention';
import { ropeFrequencies } from '../../../../src/gpu/kernels/attention/rope';
import { backends } from '../../../support/backends';
import { formsOf } from '../../../support/forms_of';
import { type GoldenCase, goldenCases, goldensOn } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { type OpCase, runOp } from '../../../support/op';
import { sizes } from '../../../support/sizes';

/**
 * Fails if a form of attention, forward or backward, differs on the GPU from its twin. `d` is the width of a head; `sharing` heads have a
 * key in common.
 */
async function expectAttentionTwin(
  B: number,
  L: number,
  d: number,
  heads: number,
  window: number,
  sharing = 1,
  alibi = 0,
): Promise<void> {
  const D = d * heads;
  const row = D + (2 * D) / sharing;
  const qkv = randoms(B * L * row, 1, d > 32 ? 1 : 3);
  const frequencies = ropeFrequencies(d, 10000);
  const dims = { B, L, D, heads, window, sharing, alibi };
  const forward = {
    qkv,
    frequencies,
    cursor: new Int32Array(4),
    key_cache: new Float64Array(4),
    value_cache: new Float64Array(4),
    y: new Float64Array(B * L * D),
    lse: new Float64Array(B * heads * L),
  };
  const forwardDims = { ...dims, slots: 0 };
  for (const form of formsOf(attentionKernel, forwardDims)) await compareKernel(form, forward, forwardDims, OUTPUT);
  const results = await runKernel(new TwinBackend(), attentionKernel, forward, forwardDims);
  const backward = {
    qkv,
    frequencies,
    y: Float64Array.from(results.get('y') ?? []),
    lse: Float64Array.from(results.get('lse') ?? []),
    dy: randoms(B * L * D, 2),
    dqkv: new Float64Array(B * L * row),
  };
  for (const form of formsOf(attentionBackward, dims)) await compareKernel(form, backward, dims, GRADIENT);
  expect(results.size).toBe(7);
}

const goldenConfig = z.object({ heads: z.number(), rope_base: z.number(), window: z.number().nullable() });
const goldens = goldenCases('attention');
const narrow = ({ inputs }: GoldenCase) => (inputs.x.shape[2] ?? 0) <= 16;

describe('attention', () => {
  it.each(
    sizes(
      [...goldensOn('twin', goldens), ...goldensOn('webgpu', goldens.filter(narrow))],
      goldensOn(
        'webgpu',
        goldens.filter(golden => !narrow(golden)),
      ),
    ),
  )('%s: golden vectors on %s', async (_, kind, golden) => {
    const backend = await backends[kind]();
    const { heads, rope_base: ropeBase, window } = goldenConfig.parse(golden.config);
    const op: OpCase = {
      inputs: { x: golden.inputs.x },
      parameters: {
        'in_proj.weight': golden.inputs['in_proj.weight'],
        'out_proj.weight': golden.inputs['out_proj.weight'],
      },
      record(tape, input, parameter) {
        const qkv = linear(tape, whole(input('x')), parameter('in_proj.weight'));
        const mixed = attention(tape, qkv, { heads, window: window ?? undefined, ropeBase });
        return { y: linear(tape, whole(mixed), parameter('out_proj.weight')) };
      },
    };
    const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
    expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
    for (const [name, { data }] of Object.entries(golden.gradients)) {
      expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
    }
  });

  it.each(
    // B, L, head dim, heads, window
    sizes<[number, number, number, number, number]>(
      [
        // Heads that are no whole number of vec4f, and heads wider than registers.
        [1, 97, 6, 4, 9],
        [1, 11, 129, 2, 4],
      ],
      [
        [1, 70, 3, 4, 11],
        [3, 83, 16, 3, 83],
        [3, 70, 16, 2, 5],
        [1, 1, 2, 1, 1],
        [2, 2, 4, 3, 2],
        [1, 37, 6, 2, 1],
        [1, 70, 32, 1, 70],
        [1, 131, 10, 3, 131],
        [1, 130, 64, 1, 66],
        [1, 70, 128, 2, 100],
        [2, 1, 4, 3, 1],
        [1, 97, 14, 4, 9],
        [1, 151, 14, 2, 131],
        [1, 67, 24, 1, 3],
        [2, 37, 30, 2, 37],
        [2, 9, 1, 3, 9],
        [2, 37, 5, 1, 37],
        [1, 41, 7, 4, 20],
        [1, 35, 67, 1, 35],
        [2, 22, 200, 1, 22],
        [1, 9, 600, 1, 7],
      ],
    ),
  )('GPU equals twin: B %i, L %i, heads of %i, %i of them, window %i', (...shape) => expectAttentionTwin(...shape));

  it.each(
    // B, L, head dim, heads, window, sharing, alibi
    sizes<[number, number, number, number, number, number, number]>(
      [
        [2, 45, 6, 4, 9, 2, 1],
        [1, 11, 129, 2, 4, 2, 1],
      ],
      [
        [1, 131, 16, 6, 131, 3, 0],
        [2, 70, 8, 4, 70, 4, 1],
        [1, 37, 5, 6, 37, 6, 1],
        [1, 40, 64, 3, 40, 1, 1],
        [1, 21, 130, 6, 21, 3, 0],
      ],
    ),
  )('GPU equals twin: B %i, L %i, heads of %i, %i of them, window %i, %i share a key, alibi %i', expectAttentionTwin);

  it.each(sizes([6, 129], [3, 16]))('accumulates into an existing gradient: heads of %i', async d => {
    const [B, L, heads] = [2, 21, 2];
    const shape = [B, L, 3 * d * heads];
    const op: OpCase = {
      inputs: { qkv: { shape, data: randoms(B * L * 3 * d * heads, 1, 2) } },
      parameters: {},
      record: (tape, input) => {
        const qkv = input('qkv');
        return {
          y: attention(tape, qkv, { heads, ropeBase: 10000 }),
          near: attention(tape, qkv, { heads, ropeBase: 10000, window: 4 }),
        };
      },
    };
    const cotangents = { y: randoms(B * L * d * heads, 2), near: randoms(B * L * d * heads, 3) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    expectClose(actual.gradients.qkv, expected.gradients.qkv ?? [], GRADIENT, 'd qkv');
  });
});
