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
import { formsOf } from '../../../support/forms_of';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';

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
    [2, 6, 6, 2, undefined],
    [1, 5, 7, 1, 4],
    [1, 5, 3, 3, undefined],
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
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y, golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name], data, GRADIENT, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each([
    [8, 128, 56, 4, ['tiles']],
    [8, 128, 64, 4, ['tiles']],
    [2, 9, 6, 1, ['tiles']],
    [2, 9, 12, 4, ['tiles']],
    [1, 40, 256, 4, ['tiles']],
    [1, 40, 256, 1, []],
  ])('B %i, L %i, D %i, %i heads have the variants %j', (B, L, D, heads, variants) => {
    const dims = { B, L, D, heads, window: L };
    const named = (prefix: string, some: readonly string[]): string[] => some.map(name => `${prefix}_${name}`);
    const namesOf = (all: readonly { readonly name: string }[]): string[] => all.slice(1).map(({ name }) => name);
    expect(namesOf(formsOf(attentionKernel, { ...dims, slots: 0 }))).toEqual(named('attention_forward', variants));
    expect(namesOf(formsOf(attentionKernel, { ...dims, slots: 1 }))).toEqual(named('attention_forward', variants));
    expect(namesOf(formsOf(attentionBackward, dims))).toEqual(named('attention_backward', variants));
  });
});
