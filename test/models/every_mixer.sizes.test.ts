import { describe, it } from 'vitest';
import { CpuBackend } from '../../src/gpu/backends/twin/cpu';
import { mixers } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { forms, mixerCase } from '../support/mixer_case';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { runOp } from '../support/op';
import { sizes } from '../support/sizes';

describe.each(forms.map(form => [JSON.stringify(form), form] as const))('mixer %s', (_, form) => {
  it.each(
    sizes<[number, number, number]>(
      [
        [2, 37, 24],
        [1, 10, 7],
      ],
      [
        [1, 1, 8],
        [3, 2, 8],
        [1, 131, 16],
        [2, 9, 20],
      ],
    ),
  )('GPU equals twin at B %i, L %i, D %i', async (B, L, D) => {
    const hasHeads = mixers.find(({ name }) => name === form.mixer)?.fields.some(({ key }) => key === 'heads');
    const op = mixerCase(hasHeads && D % 4 !== 0 ? { ...form, heads: 1 } : form, B, L, D);
    const cotangents = { y: randoms(B * L * D, 9) };
    const expected = await runOp(new CpuBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, 'y');
    for (const [key, values] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[key] ?? [], values, GRADIENT, `d ${key}`);
    }
  });
});
