import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/gpu/tensor';
import { bindBlock } from '../../src/models/block';
import { layerStateBytes } from '../../src/models/cost';
import { constant, uniform } from '../../src/models/initialise';
import { blockForms as forms } from '../../src/models/registry';
import { mixerCase } from '../support/mixer_case';
import { expectStepsEqualParallel } from '../support/mixer_steps';
import { checkGradients } from '../support/op';

describe.each(forms.map(form => [JSON.stringify(form), form] as const))('mixer %s', (_, form) => {
  it('backward equals central differences', () => checkGradients(mixerCase(form, 2, 7, 8), { most: 24 }));

  it('state bytes never shrink, and equal the size of the state', () => {
    const { mixer, config } = bindBlock(form, 0);
    const capacity = 300;
    const held = mixer.state(config, 16, capacity).reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
    expect(layerStateBytes(mixer, config, 16, capacity)).toBeLessThanOrEqual(held);
    expect(layerStateBytes(mixer, config, 16, 1)).toBeLessThanOrEqual(layerStateBytes(mixer, config, 16, capacity));
    expect(mixer.flops(config, 16, 10)).toBeGreaterThan(0);
    // Each weight multiplies once per token, except those of a table of positions, which is only read.
    const used = mixer.parameters(config, 16).filter(({ name: own }) => own !== 'positions.weight');
    const weights = used.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(mixer.flops(config, 16, 10)).toBeGreaterThan(weights);
  });
});

describe.each(forms.map(block => [JSON.stringify(block), block] as const))('blocks of %s', (_, block) => {
  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: steps, and prefill then steps, equal the parallel form', kind =>
    expectStepsEqualParallel(kind, 16, block),
  );
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
