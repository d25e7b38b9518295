import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/gpu/backends/twin/cpu';
import { sizeOf } from '../../src/gpu/tensor';
import { initialWeights } from '../../src/lab/race/initial_weights';
import { carriedLogits, parallelLogits } from '../../src/lab/sampling/logits';
import { ParameterArena } from '../../src/models/arena';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { layerStateBytes, stateBytes } from '../../src/models/cost';
import { constant, uniform } from '../../src/models/initialise';
import { defineModel } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { forms, mixerCase } from '../support/mixer_case';
import { expectClose, randoms } from '../support/numbers';
import { checkGradients } from '../support/op';

/** Those, and the defaults with an MLP. */
const blocks: BlockConfig[] = [...forms, ...mixers.map(({ name }) => ({ mixer: name, mlp: 12 }))];

describe.each(forms.map(form => [JSON.stringify(form), form] as const))('mixer %s', (_, form) => {
  it('backward equals central differences', () => checkGradients(mixerCase(form, 2, 7, 8), { most: 24 }));

  it('state bytes never shrink, and are what the state holds', () => {
    const { mixer, config } = bindBlock(form, 0);
    const capacity = 300;
    const held = mixer.state(config, 16, capacity).reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
    expect(layerStateBytes(mixer, config, 16, capacity)).toBeLessThanOrEqual(held);
    expect(layerStateBytes(mixer, config, 16, 1)).toBeLessThanOrEqual(layerStateBytes(mixer, config, 16, capacity));
    expect(mixer.flops(config, 16, 10)).toBeGreaterThan(0);
    // Each weight multiplies once a token; a table of positions is looked up instead.
    const used = mixer.parameters(config, 16).filter(({ name: own }) => own !== 'positions.weight');
    const weights = used.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(mixer.flops(config, 16, 10)).toBeGreaterThan(weights);
  });
});

/** Heads of odd width, and wider than a kernel's registers. */
const heads: readonly [number, BlockConfig][] = [
  [15, { mixer: 'attention', heads: 3, window: 12 }],
  [7, { mixer: 'attention', heads: 1, positions: 'sinusoidal' }],
  [130, { mixer: 'attention', heads: 1 }],
  [15, { mixer: 'linear_attention', heads: 3 }],
  [70, { mixer: 'linear_attention', heads: 1 }],
];

describe.each([
  ...blocks.map(block => [16, JSON.stringify(block), block] as const),
  ...heads.map(([D, block]) => [D, JSON.stringify(block), block] as const),
])('model of width %i and blocks %s', (d_model, _, block) => {
  const model = defineModel({ vocab_size: 11, d_model, blocks: [block, block] });
  const B = 2;
  const L = 41;
  const tokens = Int32Array.from(randoms(B * L, 3), value => Math.floor((value + 1) * 5.5) % 11);

  it.each(['cpu', 'webgpu'] as const)('%s: steps, and prefill then steps, equal the parallel form', async kind => {
    const backend = kind === 'cpu' ? new CpuBackend() : await gpuBackend();
    const parameters = await ParameterArena.make(backend, model);
    parameters.write(initialWeights(model, 5));
    const parallel = await parallelLogits(backend, model, parameters, { B, L }, tokens);
    for (const pieces of [[1], [23, 1], [5, 17, 1, 1]]) {
      const carried = await carriedLogits(backend, model, parameters, { B, L }, tokens, pieces);
      expectClose(carried, parallel, { relative: 0, absolute: 1e-4 }, `pieces ${pieces}`);
    }
    expect(stateBytes(model, L)).toBeGreaterThan(0);
    parameters.free();
  });
});

describe('initialisers', () => {
  it('fill', () => {
    const values = new Float32Array(3);
    constant(2)(values, { uniform: () => 0, normal: () => 0 });
    expect([...values]).toEqual([2, 2, 2]);
    uniform(0.5)(values, { uniform: () => 0, normal: () => 0 });
    expect([...values]).toEqual([-0.5, -0.5, -0.5]);
  });
});
