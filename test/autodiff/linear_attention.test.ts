import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { linear } from '../../src/autodiff/ops/linear';
import { linearAttention } from '../../src/autodiff/ops/linear_attention';
import { whole } from '../../src/autodiff/slice';
import { CpuBackend } from '../../src/gpu/cpu';
import { linearAttention as kernel, linearAttentionBackward } from '../../src/gpu/kernels/linear_attention';
import { formsOf } from '../support/forms_of';
import { goldenCases } from '../support/golden';
import { gpuBackend } from '../support/gpu';
import { compareKernel, runKernel } from '../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, runOp } from '../support/op';

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
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
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

  it.each([
    // B, L, head dim, heads
    [1, 1, 1, 1],
    [3, 2, 5, 2],
    [1, 37, 6, 3],
    [2, 70, 16, 4],
    [1, 131, 64, 1],
    [2, 9, 65, 2],
    [1, 20, 130, 1],
  ])('GPU equals twin: B %i, L %i, heads of %i, %i of them', async (B, L, d, heads) => {
    const D = d * heads;
    const dims = { B, L, D, heads };
    const qkv = randoms(B * L * 3 * D, 1, 2);
    const forward = {
      qkv,
      state: randoms(B * heads * d * (d + 1), 2).map(Math.abs),
      y: new Float64Array(B * L * D),
      norm: new Float64Array(B * heads * L),
    };
    const fresh = { ...dims, carries: 0, eps: 1e-6 };
    const forwards = formsOf(kernel, fresh);
    expect(forwards).toHaveLength(d > 64 ? 1 : 2);
    for (const form of forwards) {
      await compareKernel(form, forward, { ...fresh, carries: 1 }, OUTPUT);
      await compareKernel(form, forward, fresh, OUTPUT);
    }
    const results = await runKernel(new CpuBackend(), kernel, forward, fresh);
    const backward = {
      qkv,
      y: Float64Array.from(results.get('y') ?? []),
      norm: Float64Array.from(results.get('norm') ?? []),
      dy: randoms(B * L * D, 3),
      dqkv: new Float64Array(B * L * 3 * D),
      sums: new Float64Array(3 * B * D * (d + 1)),
    };
    for (const form of formsOf(linearAttentionBackward, dims)) await compareKernel(form, backward, dims, GRADIENT);
    expect(results.size).toBe(4);
  });

  it.each(['cpu', 'webgpu'] as const)('%s: two calls with carried state equal one', async kind => {
    const backend = kind === 'cpu' ? new CpuBackend() : await gpuBackend();
    const [L, D, heads, cut] = [23, 12, 2, 9];
    const dims = { B: 1, D, heads, carries: 1, eps: 1e-6 };
    const qkv = randoms(L * 3 * D, 1, 2);
    const run = async (part: Float64Array, state: Float64Array): Promise<Map<string, ArrayLike<number>>> => {
      const n = part.length / (3 * D);
      const buffers = { qkv: part, state, y: new Float64Array(n * D), norm: new Float64Array(heads * n) };
      return runKernel(backend, kernel, buffers, { ...dims, L: n });
    };
    const empty = new Float64Array((D / heads + 1) * D);
    const all = await run(qkv, empty);
    const first = await run(qkv.slice(0, cut * 3 * D), empty);
    const second = await run(qkv.slice(cut * 3 * D), Float64Array.from(first.get('state') ?? []));
    const y = [...Array.from(first.get('y') ?? []), ...Array.from(second.get('y') ?? [])];
    expectClose(y, all.get('y') ?? [], OUTPUT, 'y');
    expectClose(second.get('state') ?? [], all.get('state') ?? [], OUTPUT, 'state');
  });
});
