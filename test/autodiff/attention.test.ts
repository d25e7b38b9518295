import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { attention } from '../../src/autodiff/ops/attention';
import { linear } from '../../src/autodiff/ops/linear';
import { whole } from '../../src/autodiff/slice';
import { CpuBackend } from '../../src/gpu/cpu';
import { attentionBackward, attention as attentionKernel } from '../../src/gpu/kernels/attention';
import { ropeFrequencies } from '../../src/gpu/kernels/rope';
import { goldenCases } from '../support/golden';
import { gpuBackend } from '../support/gpu';
import { compareKernel, runKernel } from '../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, type OpCase, runOp } from '../support/op';

function opCase(B: number, L: number, D: number, heads: number, window?: number): OpCase {
  return {
    inputs: { qkv: { shape: [B, L, 3 * D], data: randoms(B * L * 3 * D, 1, 2) } },
    parameters: {},
    record: (tape, input) => ({ y: attention(tape, input('qkv'), { heads, window, ropeBase: 10000 }) }),
  };
}

const goldenConfig = z.object({ heads: z.number(), rope_base: z.number(), window: z.number().nullable() });

describe('attention', () => {
  it.each([
    [2, 7, 8, 2, undefined],
    [1, 9, 6, 1, 3],
    [1, 1, 4, 2, undefined],
  ])('backward equals central differences: B %i, L %i, D %i, %i heads, window %s', (B, L, D, heads, window) =>
    checkGradients(opCase(B, L, D, heads, window)),
  );

  it.each(goldenCases('attention'))('$name: golden vectors on both backends', async golden => {
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
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each([
    // B, L, head dim, heads, window
    [1, 1, 2, 1, 1],
    [2, 2, 4, 3, 2],
    [1, 37, 6, 2, 1],
    [3, 70, 16, 2, 5],
    [1, 70, 32, 1, 70],
    [1, 131, 10, 3, 131],
    [1, 130, 64, 1, 66],
    [1, 70, 128, 2, 100],
  ])('GPU equals twin: B %i, L %i, heads of %i, %i of them, window %i', async (B, L, d, heads, window) => {
    const D = d * heads;
    const qkv = randoms(B * L * 3 * D, 1, d > 32 ? 1 : 3);
    const frequencies = ropeFrequencies(d, 10000);
    const dims = { B, L, D, heads, window };
    const forward = {
      qkv,
      frequencies,
      cursor: new Int32Array(4),
      key_cache: new Float64Array(4),
      value_cache: new Float64Array(4),
      y: new Float64Array(B * L * D),
      lse: new Float64Array(B * heads * L),
    };
    await compareKernel(attentionKernel, forward, { ...dims, slots: 1 }, OUTPUT);
    const results = await runKernel(new CpuBackend(), attentionKernel, forward, { ...dims, slots: 1 });
    await compareKernel(
      attentionBackward,
      {
        qkv,
        frequencies,
        y: Float64Array.from(results.get('y') ?? []),
        lse: Float64Array.from(results.get('lse') ?? []),
        dy: randoms(B * L * D, 2),
        dqkv: new Float64Array(B * L * 3 * D),
      },
      dims,
      GRADIENT,
    );
    expect(results.size).toBe(7);
  });
});
