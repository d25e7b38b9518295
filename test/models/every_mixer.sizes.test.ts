import { describe, it } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { ModelError } from '../../src/models/mixer';
import { blockForms as forms, mixers } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { mixerCase } from '../support/mixer_case';
import { expectStepsEqualParallel } from '../support/mixer_steps';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { runOp } from '../support/op';
import { sizes } from '../support/sizes';
import { wasmBackend } from '../support/wasm';

/** The form at a width that it accepts: as it is, with one head, or at the next multiple of 4. */
function fitting(form: BlockConfig, D: number): [block: BlockConfig, width: number] {
  const tried: [BlockConfig, number][] = [
    [form, D],
    [{ ...form, heads: 1 }, D],
    [form, 4 * Math.ceil(D / 4)],
  ];
  const found = tried.find(([block, width]) => fits(block, width));
  if (!found) throw new Error(`${JSON.stringify(form)} fits none of the widths`);
  return found;
}

function fits(block: BlockConfig, D: number): boolean {
  try {
    const { mixer, config } = bindBlock(block, 0);
    return mixer.parameters(config, D).length > 0;
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}

describe.each(forms.map(form => [JSON.stringify(form), form] as const))('mixer %s', (_, form) => {
  it.each(
    sizes<[number, number, number]>(
      [[2, 37, 16]],
      [
        [2, 37, 24],
        [1, 10, 7],
        [1, 1, 8],
        [3, 2, 8],
        [1, 131, 16],
        [2, 9, 20],
      ],
    ),
  )('GPU and wasm equal twin at B %i, L %i, D %i', async (B, L, D) => {
    const [block, width] = fitting(form, D);
    const op = mixerCase(block, B, L, width);
    const cotangents = { y: randoms(B * L * width, 9) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
    for (const backend of [await gpuBackend(), await wasmBackend()]) {
      const actual = await runOp(backend, op, cotangents);
      expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, `y on ${backend.kind}`);
      for (const [key, values] of Object.entries(expected.gradients)) {
        expectClose(actual.gradients[key] ?? [], values, GRADIENT, `d ${key} on ${backend.kind}`);
      }
    }
  });
});

/** Heads whose width is no multiple of 4, and wider than a kernel's registers. */
const heads: readonly [number, BlockConfig][] = [
  [12, { mixer: 'attention', heads: 2, window: 12 }],
  [15, { mixer: 'attention', heads: 3, window: 12 }],
  [7, { mixer: 'attention', heads: 1, positions: 'sinusoidal' }],
  [130, { mixer: 'attention', heads: 1 }],
  [15, { mixer: 'linear_attention', heads: 3 }],
  [70, { mixer: 'linear_attention', heads: 1 }],
];
const withMlp = (names: readonly string[]) => names.map((mixer): [number, BlockConfig] => [16, { mixer, mlp: 12 }]);
const [one = '', ...others] = mixers.map(({ name }) => name);

describe.each(
  sizes([...withMlp([one]), ...heads.slice(0, 1)], [...withMlp(others), ...heads.slice(1)]).map(
    ([D, block]) => [D, JSON.stringify(block), block] as const,
  ),
)('model of width %i and blocks %s', (D, _, block) => {
  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: steps, and prefill then steps, equal the parallel form', kind =>
    expectStepsEqualParallel(kind, D, block),
  );
});
