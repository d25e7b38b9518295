import { expect, it } from 'vitest';
import { CpuBackend } from '../../../src/gpu/cpu';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { materials, tiny } from './tiny';

it('a contender may be clipped otherwise than the rest: it starts alike and trains apart', async () => {
  const rnn = { d_model: 8, blocks: [{ mixer: 'rnn' }] };
  // AdamW undoes a common scale, all but its epsilon.
  const contenders = [
    { name: 'clipped', ...rnn, clip_norm: 1e-6 },
    { name: 'not clipped', ...rnn, clip_norm: null },
    { name: 'as the rest', ...rnn },
  ];
  const params = { ...tiny.vanishing_gradients?.params, clip_norm: null, contenders };
  const signal = new AbortController().signal;
  const run = { backend: new CpuBackend(), materials, params, signal };
  const { rows, error } = await runExperiment(findExperiment('vanishing_gradients'), run);
  expect(error).toBeUndefined();
  const gradients = (name: string, steps: number): unknown[] =>
    rows.filter(row => row.contender === name && row.steps === steps).map(({ gradient }) => gradient);
  expect(gradients('clipped', 0)).toEqual(gradients('not clipped', 0));
  expect(gradients('clipped', 2)).not.toEqual(gradients('not clipped', 2));
  expect(gradients('as the rest', 2)).toEqual(gradients('not clipped', 2));
});
