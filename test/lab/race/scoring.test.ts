import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { crossEntropy } from '../../../src/gpu/kernels/training/cross_entropy';
import { sourceOf } from '../../../src/gpu/wgsl/shader';
import { isDiverged, joinResults } from '../../../src/lab/race/step_result';
import { Trainer } from '../../../src/lab/race/trainer';
import { defineModel } from '../../../src/models/model';
import { IGNORED } from '../../../src/scored';
import { initialWeights } from '../../support/initial_weights';

const V = 5;
const shape = { B: 2, L: 4 };
const model = defineModel({ vocab_size: V, d_model: 8, blocks: [{ mixer: 'rnn' }] });
const hyper = { lr: 0.01, betas: [0.9, 0.95] as const, eps: 1e-8, weight_decay: 0, clip_norm: 1 };
const tokens = Int32Array.of(0, 1, 2, 3, 4, 3, 2, 1);
const right = Int32Array.of(1, 2, 3, 4, 3, 2, 1, 0);

const make = (): Promise<Trainer> => Trainer.make(new TwinBackend(), model, shape, initialWeights(model, 1));

async function lossOf(targets: Int32Array): Promise<{ loss: number; scored: number }> {
  const trainer = await make();
  await trainer.evaluate({ tokens, targets });
  const [result] = await trainer.results();
  return result ?? expect.fail('no result');
}

describe('what is scored', () => {
  it('the loss is the mean over scored targets: without half of them, the mean of the other half', async () => {
    const halves = [0, 1].map(odd => right.map((target, i) => (i % 2 === odd ? target : IGNORED)));
    const [whole, even, odd] = await Promise.all([lossOf(right), ...halves.map(lossOf)]);
    expect([whole?.scored, even?.scored, odd?.scored]).toEqual([8, 4, 4]);
    expect(whole?.loss).toBeCloseTo(((even?.loss ?? 0) + (odd?.loss ?? 0)) / 2, 10);
    expect(Math.abs((even?.loss ?? 0) - (odd?.loss ?? 0))).toBeGreaterThan(1e-3);
  });

  it('may be empty: such a step has no loss, does not diverge, and changes no mean and no weight', async () => {
    const trainer = await make();
    const before = await trainer.parameters.read();
    await trainer.step({ tokens, targets: right.map(() => IGNORED) }, hyper);
    await trainer.step({ tokens, targets: right }, hyper);
    const [nothing, something] = await trainer.results();
    if (!nothing || !something) throw new Error('two results were expected');
    expect(nothing).toMatchObject({ loss: Number.NaN, scored: 0 });
    expect(isDiverged(nothing)).toBe(false);
    expect(Number.isFinite(something.loss)).toBe(true);
    expect(joinResults([nothing, something]).loss).toBe(something.loss);
    for (const values of (await trainer.parameters.read()).values()) expect(values.every(Number.isFinite)).toBe(true);
    expect(before.size).toBeGreaterThan(0);
  });

  it.each([-1, -2, -99, -101, V, V + 1, 2 ** 31 - 1])('refuses target %d and names its place', async target => {
    const targets = right.with(6, target);
    const trainer = await make();
    await expect(trainer.step({ tokens, targets }, hyper)).rejects.toThrow(
      `target ${target} at (1, 2) is neither 0 to 4 nor -100 (not scored)`,
    );
    await expect(trainer.evaluate({ tokens: tokens.with(1, target), targets: right })).rejects.toThrow('at (0, 1)');
    expect(await trainer.results()).toEqual([]);
  });

  it('is the same number in the shader and elsewhere', () => {
    expect(crossEntropy.constants?.({ rows: 1, V, training: 1 })).toMatchObject({ IGNORED });
    expect(sourceOf(crossEntropy)).toMatch(/const IGNORED: i32 = /);
  });
});
