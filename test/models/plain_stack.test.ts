import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { HostArray } from '../../src/gpu/dtype';
import { Trainer } from '../../src/lab/race/trainer';
import { defineModel } from '../../src/models/model';
import { initialWeights } from '../support/initial_weights';

const V = 5;
const shape = { B: 1, L: 4 };
const blocks = [{ mixer: 'lstm', hidden: 2 }, { mixer: 'gru' }];
const model = defineModel({ vocab_size: V, d_model: 3, blocks, norm: 'none', head_bias: true });
const batch = { tokens: Int32Array.of(0, 3, 1, 4), targets: Int32Array.of(3, 1, 4, 2) };

const hyper = { lr: 0, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0, clip_norm: null } as const;

describe('layers that replace the stream', () => {
  it('have the gradients of their loss', async () => {
    const weights = initialWeights(model, 3);
    const trainer = await Trainer.make(new TwinBackend(), model, shape, weights);
    const lossOf = async (changed: ReadonlyMap<string, HostArray>): Promise<number> => {
      trainer.parameters.write(changed);
      await trainer.evaluate(batch);
      return (await trainer.results())[0]?.loss ?? Number.NaN;
    };
    let squares = 0;
    const shift = 1e-4;
    for (const [name, values] of weights) {
      for (let i = 0; i < values.length; i++) {
        const moved = Float64Array.from(values);
        moved[i] = (values[i] ?? 0) + shift;
        const above = await lossOf(new Map(weights).set(name, moved));
        moved[i] = (values[i] ?? 0) - shift;
        const below = await lossOf(new Map(weights).set(name, moved));
        squares += ((above - below) / (2 * shift)) ** 2;
      }
    }
    trainer.parameters.write(weights);
    await trainer.step(batch, { ...hyper, betas: [0.9, 0.95] });
    const [result] = await trainer.results();
    expect(result?.gradientNorm).toBeCloseTo(Math.sqrt(squares), 6);
    trainer.destroy();
  });

  it('are recurrent ones, without norms', () => {
    expect(model.parameters.map(({ name }) => name).filter(name => name.includes('norm'))).toEqual([]);
    const of = (block: object) => () => defineModel({ vocab_size: V, d_model: 3, blocks: [block], norm: 'none' });
    expect(of({ mixer: 'conv' })).toThrow(/block 0 \(conv\) does not work without a norm/);
    expect(of({ mixer: 'gru', mlp: 4 })).toThrow(/block 0 \(mlp\)/);
  });
});
