import { afterAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runConfig } from '../../../src/lab/config/config';
import { recordTraining } from '../../../src/lab/race/training_recording';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { backends } from '../../support/backends';
import { closeAll, curves, drive, interrupted, pointsOf, resumed, straight } from '../../support/driven_session';

const race = (training: object) =>
  runConfig.parse({
    task: { name: 'text', length: 16 },
    contenders: [{ name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn', mlp: 12 }] }],
    training: { steps: 10, batch: 2, warmup: 2, validate_every: 5, validation_batches: 2, ...training },
  });

afterAll(closeAll);

describe('dropout in a race', () => {
  it('records nothing at rate 0, and the race is bit-equal to one without', async () => {
    const model = defineModel({ vocab_size: 9, d_model: 8, blocks: [{ mixer: 'rnn' }] });
    const names = (rate?: number) =>
      recordTraining(model, { B: 1, L: 4 }, undefined, rate).dispatches.map(({ kernel }) => kernel.name);
    expect(names(0)).toEqual(names());
    expect(names(0.1)).toEqual(expect.arrayContaining(['dropout', 'dropout_backward']));
    const zero = await curves(new TwinBackend(), race({ dropout: 0 }), straight);
    expect(zero).toEqual(await curves(new TwinBackend(), race({}), straight));
  });

  it.each(['twin', 'wasm'] as const)('repeats bit for bit, interrupted or resumed, on %s', async kind => {
    const config = race({ dropout: 0.25 });
    const first = await curves(await backends[kind](), config, straight);
    expect(await curves(await backends[kind](), config, interrupted)).toEqual(first);
    expect(pointsOf((await resumed(async () => backends[kind](), config, 4)).recorder)).toEqual(first);
    expect(await curves(await backends[kind](), race({}), straight)).not.toEqual(first);
  });

  it('gives the same losses on the twin and on WebAssembly, and none of it in validation', async () => {
    const config = race({ dropout: 0.5, lr: 1e-30, weight_decay: 0 });
    const losses = async (change: object, kind: 'twin' | 'wasm') => {
      const { session, recorder } = await drive(await backends[kind](), race({ ...config.training, ...change }));
      await straight(session);
      return recorder.runs().map(({ curve: { loss, validation } }) => ({ loss, validation }))[0];
    };
    const twin = await losses({}, 'twin');
    const wasm = await losses({}, 'wasm');
    twin?.loss.forEach((loss, i) => {
      expect(wasm?.loss[i]).toBeCloseTo(Number(loss), 4);
    });
    const without = await losses({ dropout: 0 }, 'twin');
    expect(without?.validation).toEqual(twin?.validation);
    expect(without?.loss).not.toEqual(twin?.loss);
  });

  it('is recorded after the mixer and after the MLP of every block, whatever the mixer', () => {
    for (const { name } of mixers) {
      const model = defineModel({ vocab_size: 9, d_model: 8, blocks: [{ mixer: name, mlp: 8 }, { mixer: name }] });
      const { dispatches } = recordTraining(model, { B: 1, L: 8 }, undefined, 0.5);
      const dropped = dispatches.filter(({ kernel }) => kernel.name === 'dropout');
      expect(
        dropped.map(({ dims }) => dims.place),
        name,
      ).toEqual([0, 1, 2]);
      expect(dispatches.filter(({ kernel }) => kernel.name === 'dropout_backward')).toHaveLength(3);
    }
  });
});
