import { expect } from 'playwright/test';
import { type RunConfig, runConfig } from '../../src/lab/config/config';
import type { Face } from './face';

/** Contenders of four families that any adapter trains in a moment. */
export const tinyRace: RunConfig = runConfig.parse({
  task: { name: 'text', source: 'moby-dick', length: 16 },
  contenders: [
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba', d_state: 4 }] },
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Conv', d_model: 8, blocks: [{ mixer: 'conv', kernel: 3, dilation: 1 }] },
    { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] },
  ],
  training: { steps: 100_000, batch: 2, lr: 2e-2, warmup: 4, validate_every: 50, validation_batches: 1 },
});

/** Resolves when the page's race is compiled. */
export async function loaded(face: Face): Promise<void> {
  await eventually(face, () => {
    const runs = window.unroll?.runs() ?? [];
    return runs.length > 0 && runs.every(run => run.parameters !== null);
  });
}

/** Resolves when the page answers true. */
export async function eventually(face: Face, check: () => boolean): Promise<void> {
  await expect.poll(() => face.evaluate(check), { timeout: 60_000 }).toBe(true);
}

/** Steps that all contenders have made. */
export function fewestSteps(face: Face): Promise<number> {
  return face.evaluate(() => Math.min(...window.unroll.runs().map(run => run.step)));
}
