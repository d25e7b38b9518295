import { describe, expect, it } from 'vitest';
import type { BackendKind } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { StreamEvaluation } from '../../../src/lab/race/stream_evaluation';
import { Trainer } from '../../../src/lab/race/trainer';
import { defineModel } from '../../../src/models/model';
import { IGNORED } from '../../../src/scored';
import { backends } from '../../support/backends';
import { gpuBackend } from '../../support/gpu';
import { initialWeights } from '../../support/initial_weights';
import { seeded } from '../../support/numbers';
import { sizes } from '../../support/sizes';

const V = 7;

function batchOf(B: number, L: number, every: number): { tokens: Int32Array; targets: Int32Array } {
  const random = seeded(L);
  const draw = (): number => Math.floor(random() * V);
  const tokens = Int32Array.from({ length: B * L }, draw);
  return { tokens, targets: tokens.map((_, i) => (i % every === 0 ? draw() : IGNORED)) };
}

describe('streaming evaluation', () => {
  it.each(sizes<BackendKind>(['wasm'], ['twin', 'webgpu']))(
    '%s: scores pieces with carried state as the whole at once',
    async kind => {
      const backend = await backends[kind]();
      const blocks = [
        { mixer: 'mamba', d_state: 4 },
        { mixer: 'attention', heads: 2 },
        { mixer: 'lstm' },
        { mixer: 'conv' },
      ];
      const model = defineModel({ vocab_size: V, d_model: 8, blocks });
      const B = 2;
      const L = 1300;
      const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 2));
      const stream = await StreamEvaluation.make(backend, model, trainer.parameters, { B, L });
      for (const every of [3, 1200]) {
        const batch = batchOf(B, L, every);
        await trainer.evaluate(batch);
        const [whole] = await trainer.results();
        const score = await stream.score(batch);
        expect(score.scored).toBe(whole?.scored);
        expect(score.correct).toBe(whole?.correct);
        expect(Math.abs(score.loss - (whole?.loss ?? Number.NaN))).toBeLessThan(1e-4);
      }
      stream.destroy();
      trainer.destroy();
    },
  );

  it('stops between two dispatches, while it reads or scores, and the next batch starts with empty state', async () => {
    const backend = new TwinBackend();
    const model = defineModel({ vocab_size: V, d_model: 8, blocks: [{ mixer: 'lstm' }] });
    const trainer = await Trainer.make(backend, model, { B: 1, L: 8 }, initialWeights(model, 2));
    const stream = await StreamEvaluation.make(backend, model, trainer.parameters, { B: 1, L: 1030 });
    const batch = batchOf(1, 1030, 3);
    let asked = 0;
    const whole = await stream.score(batch, {
      get aborted() {
        asked++;
        return false;
      },
    });
    expect(asked).toBeGreaterThan(12);
    for (let most = 0; most < asked; most++) {
      let heard = 0;
      const stop = {
        get aborted() {
          return ++heard > most;
        },
      };
      expect(await stream.score(batch, stop)).toBeUndefined();
      expect(heard).toBe(most + 1);
    }
    expect(await stream.score(batch)).toEqual(whole);
    stream.destroy();
    trainer.destroy();
  });

  it('of a recurrent model takes the same memory for every length', async () => {
    const backend = await gpuBackend();
    const model = defineModel({ vocab_size: V, d_model: 8, blocks: [{ mixer: 'mamba' }] });
    const trainer = await Trainer.make(backend, model, { B: 1, L: 8 }, initialWeights(model, 2));
    const before = backend.counters.bytes;
    const bytes: number[] = [];
    for (const L of [1024, 16384]) {
      const stream = await StreamEvaluation.make(backend, model, trainer.parameters, { B: 1, L });
      const { tokens, targets } = batchOf(1, L, L - 1);
      const { loss } = await stream.score({ tokens, targets });
      expect(loss).toBeGreaterThan(0);
      bytes.push(backend.counters.bytes - before);
      stream.destroy();
      expect(backend.counters.bytes).toBe(before);
    }
    expect(bytes[1]).toBe(bytes[0]);
    const stateOf = (capacity: number) =>
      model.blocks.map(({ mixer, config }) => mixer.state(config, model.config.d_model, capacity));
    expect(stateOf(2 ** 20)).toEqual(stateOf(1024));
    trainer.destroy();
  });
});
