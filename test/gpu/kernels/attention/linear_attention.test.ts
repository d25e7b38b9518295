import { describe, it } from 'vitest';
import { z } from 'zod';
import { linear } from '../../../../src/autodiff/ops/linear';
import { linearAttention } from '../../../../src/autodiff/ops/linear_attention';
import { whole } from '../../../../src/autodiff/slice';
import { CpuBackend } from '../../../../src/gpu/backends/twin/cpu';
import { linearAttentionForward as kernel } from '../../../../src/gpu/kernels/attention/linear_attention';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
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
