import { afterAll, describe, expect, it } from 'vitest';
import { runConfig } from '../../src/lab/config/config';
import { closeAll, curves, interrupted, pointsOf, resumed, straight } from '../support/driven_session';
import { gpuBackend } from '../support/gpu';

afterAll(closeAll);

describe('switching to kernels that compile slowly', () => {
  // Wide enough for them; the change comes at step 32.
  const wide = runConfig.parse({
    task: { name: 'text', length: 16 },
    contenders: [{ name: 'LSTM', d_model: 64, blocks: [{ mixer: 'lstm' }] }],
    training: { steps: 40, batch: 8, validate_every: 20, validation_batches: 1 },
  });

  it('changes the sums at the same step of every run, and nothing else', async () => {
    const whole = await curves(await gpuBackend(), wide, straight);
    expect(await curves(await gpuBackend(), wide, interrupted)).toEqual(whole);
    for (const steps of [20, 36]) {
      const { recorder } = await resumed(gpuBackend, wide, steps);
      expect(pointsOf(recorder)).toEqual(whole);
    }
  });
});
