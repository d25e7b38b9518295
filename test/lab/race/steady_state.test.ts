import { describe, expect, it } from 'vitest';
import { planMemory } from '../../../src/gpu/memory';
import { recordTraining } from '../../../src/lab/race/training_recording';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { expectSteady } from '../../support/steady_state';

// test/long/steady_state has 2,000 steps, and 20,000 on wasm.
it.each([
  ['webgpu', 300],
  ['wasm', 1000],
] as const)(
  '%s: a steady-state training step makes no object of the device and leaves its memory and that of JS flat',
  expectSteady,
);

describe('planned training memory', () => {
  const activations = (mixer: string, length: number): number => {
    const model = defineModel({ vocab_size: 16, d_model: 32, blocks: [{ mixer, mlp: 64 }, { mixer }] });
    const { lists } = recordTraining(model, { B: 2, L: length });
    return planMemory([...lists.forward, ...lists.backward, ...lists.update]).slots.reduce(
      (sum, { bytes }) => sum + bytes,
      0,
    );
  };

  it.each(mixers.map(({ name }) => name))('of %s is linear in L', mixer => {
    expect(activations(mixer, 2048)).toBeLessThanOrEqual(2.1 * activations(mixer, 1024));
    expect(activations(mixer, 2048)).toBeGreaterThan(activations(mixer, 1024));
  });
});
