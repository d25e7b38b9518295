import { expect, test } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { trainingConfig } from '../../../src/lab/config/config';
import { learningRate } from '../../../src/lab/config/schedule';
import { parameterFigures } from '../../../src/lab/inspect/parameter_figures';
import { Trainer } from '../../../src/lab/race/trainer';
import { layOutParameters } from '../../../src/models/arena';
import { defineModel } from '../../../src/models/model';
import { initialWeights } from '../../support/initial_weights';

const model = defineModel({
  vocab_size: 12,
  d_model: 8,
  blocks: [{ mixer: 'mamba', d_state: 4, mlp: 16 }, { mixer: 'lstm' }],
});
const training = trainingConfig.parse({ steps: 20, lr: 0.01, warmup: 3, weight_decay: 0.1, clip_norm: 0.5 });

async function trained(steps: number) {
  const trainer = await Trainer.make(new TwinBackend(), model, { B: 2, L: 6 }, initialWeights(model, 1));
  for (let step = 0; step < steps; step++) {
    const tokens = Int32Array.from({ length: 12 }, (_, i) => (i * (step + 3)) % 12);
    await trainer.step({ tokens, targets: tokens }, { ...training, lr: learningRate(training, step) });
  }
  const snapshot = await trainer.takeSnapshot();
  trainer.destroy();
  return snapshot;
}

function rms(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
}

test.each([1, 2, 7])('after step %i an update is the difference of the weights before and after it', async steps => {
  const [before, after] = [await trained(steps - 1), await trained(steps)];
  const figures = parameterFigures(model, after, training);
  const { entries } = layOutParameters(model);
  expect(figures.map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
  for (const [i, { name, offset, size }] of entries.entries()) {
    const [old, now] = [before, after].map(({ parameters }) => parameters.subarray(offset, offset + size));
    const moved = Array.from(now ?? [], (value, k) => value - (old?.[k] ?? 0));
    expect(figures[i]?.update, name).toBeCloseTo(rms(moved), 12);
    expect(figures[i]?.weights, name).toBeCloseTo(rms(now ?? []), 12);
    expect(figures[i]?.elements, name).toBe(size);
  }
});

test('after one step the gradient is that of the step, clipped to the norm', async () => {
  const figures = parameterFigures(model, await trained(1), training);
  const norm = Math.sqrt(figures.reduce((sum, { gradient, elements }) => sum + gradient ** 2 * elements, 0));
  expect(norm).toBeLessThanOrEqual(0.5 + 1e-9);
  expect(norm).toBeGreaterThan(0);
});

test('zero weights have no ratio', async () => {
  const snapshot = await trained(3);
  snapshot.parameters.fill(0);
  for (const { ratio } of parameterFigures(model, snapshot, training)) expect(ratio).toBeNull();
});

test('what has not trained has no figures', async () => {
  expect(parameterFigures(model, await trained(0), training)).toEqual([]);
});
