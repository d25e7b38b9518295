import { expect, it } from 'vitest';
import { nodeGpu } from '../../headless/node_gpu';
import { openDevice } from '../../src/gpu/backends/webgpu/device';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';
import { arbitraryBatch } from '../../src/lab/measure/training_shapes';
import { Trainer } from '../../src/lab/race/trainer';
import { defineModel } from '../../src/models/model';
import { initialWeights } from '../support/initial_weights';

/** Steps whose submits took 10.9 s, more than 48 s, and 24.8 s before they were cut. */
const steps = [
  { D: 64, L: 2048, B: 4, blocks: [1, 2].map(() => ({ mixer: 'attention', heads: 2 })) },
  { D: 64, L: 8192, B: 8, blocks: [1, 2].map(() => ({ mixer: 'attention', heads: 2 })) },
  { D: 256, L: 4096, B: 4, blocks: [{ mixer: 'lstm' }] },
];

it.each(steps)(
  'no submit of the first $L tokens by $D takes a second',
  async ({ D, L, B, blocks }) => {
    // A new device, whose speed is not known yet, as in a page that was just opened.
    const { device } = await openDevice(await nodeGpu());
    const backend = new WebGpuBackend(device);
    await backend.calibrate();
    const model = defineModel({ vocab_size: 96, d_model: D, blocks });
    const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 1));
    const batch = arbitraryBatch({ B, L, V: 96 });
    const hyper = { lr: 1e-3, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 1 } as const;
    const started = performance.now();
    // A step that is too long for a test is stopped after a minute, as Pause stops it.
    const stop = {
      get aborted(): boolean {
        return performance.now() - started > 60_000;
      },
    };
    await trainer.step(batch, hyper, stop);
    await backend.settled();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`D ${D}, L ${L}, B ${B}: ${seconds} s, longest submit ${backend.longestSubmit.toFixed(0)} ms`);
    expect(backend.longestSubmit).toBeGreaterThan(0);
    expect(backend.longestSubmit).toBeLessThan(1000);
    trainer.destroy();
    backend.destroy();
  },
  300_000,
);
