import { expect, test } from 'vitest';
import { Tape } from '../../../src/autodiff/tape';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { copy, firstElements } from '../../../src/gpu/kernels/pointwise/copy';
import { keptBytes } from '../../../src/lab/measure/bytes';
import { decodeSubject } from '../../../src/lab/measure/decode';
import { matmulCase } from '../../../src/lab/measure/matmul';
import { scanCase } from '../../../src/lab/measure/scan';
import { trainingCase } from '../../../src/lab/measure/training';
import { trainingShapes } from '../../../src/lab/measure/training_shapes';
import { gpuBackend } from '../../support/gpu';

test('counts only tensors that forward writes and backward reads', () => {
  const tape = new Tape({ training: true });
  const n = 8;
  const input = tape.tensor('input', [n], 'persistent');
  const kept = tape.tensor('kept', [n]);
  const passing = tape.tensor('passing', [n]);
  const gradient = tape.tensor('gradient', [n]);
  tape.run(copy, { source: input, destination: passing }, firstElements(n));
  tape.run(copy, { source: passing, destination: kept }, firstElements(n));
  tape.pull(copy, { source: gradient, destination: tape.tensor('end', [n]) }, firstElements(n));
  tape.pull(copy, { source: kept, destination: gradient }, firstElements(n));
  expect(keptBytes(tape.forward, tape.backward)).toBe(4 * n);
});

const layer = { name: 'small', M: 6, K: 8, N: 12 };

test.each(['forward', 'input gradient', 'weight gradient'] as const)(
  '%s of a linear layer runs by itself',
  async product => {
    const subject = await matmulCase({ ...layer, product }).ours(await gpuBackend());
    await subject.run(3);
    expect(subject.facts()).toEqual({ dispatches: 1 });
    subject.destroy();
  },
);

test.each(['forward', 'training'] as const)('a scan by itself, %s', async pass => {
  const subject = await scanCase({ B: 2, L: 40, E: 8, N: 16, pass }).ours(await gpuBackend());
  await subject.run(1);
  expect(subject.facts().dispatches).toBeGreaterThanOrEqual(pass === 'training' ? 2 : 1);
  subject.destroy();
});

test('training steps of a small LSTM', async () => {
  const small = { ...trainingShapes.lstm, B: 1, L: 8, D: 8 };
  const subject = await trainingCase(small).ours(await gpuBackend());
  await subject.run(2);
  expect(subject.facts().parameters).toBeGreaterThan(8 * small.V);
  expect(subject.facts().dispatches).toBeLessThanOrEqual(36);
  subject.destroy();
});

test.each(['auto', 'one_dispatch', 'per_layer', 'naive'] as const)(
  'tokens of a small LSTM, %s: again and again at the same position',
  async way => {
    const shape = { name: 'small', V: 8, D: 8, blocks: [{ mixer: 'lstm' }] };
    // On a GPU the first program of a process takes ten seconds to compile; other tests sample there.
    const subject = await decodeSubject(new TwinBackend(), shape, way);
    for (let round = 0; round < 2; round++) {
      await subject.run(subject.most ?? 150);
    }
    expect(subject.facts().dispatches).toBeGreaterThan(0);
    subject.destroy();
  },
);
