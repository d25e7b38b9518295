import { describe, expect, it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { copy, firstElements } from '../../src/gpu/kernels/pointwise/copy';
import { Plan } from '../../src/gpu/plan';
import { backends } from '../support/backends';

describe('Tape.constant', () => {
  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: holds its values in every plan made from the tape', async kind => {
    const backend = await backends[kind]();
    const tape = new Tape({ training: false });
    const constant = tape.constant('three', [3], Float32Array.of(1, 2, 3));
    const result = tape.tensor('result', [3], 'persistent');
    tape.run(copy, { source: constant, destination: result }, firstElements(3));
    for (let made = 0; made < 2; made++) {
      const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
      await plan.run(['forward']);
      expect([...(await plan.read(result))]).toEqual([1, 2, 3]);
      plan.destroy();
    }
  });

  it('refuses values that do not fill its shape', () => {
    const tape = new Tape({ training: false });
    expect(() => tape.constant('two', [2], Int32Array.of(1, 2, 3))).toThrow("'two': 3 values for [2]");
  });
});
