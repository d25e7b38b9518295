import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { planMemory } from '../../src/gpu/memory';
import { initialWeights } from '../../src/lab/initial_weights';
import { Trainer } from '../../src/lab/trainer';
import { recordTraining } from '../../src/lab/training_recording';
import { defineModel } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { gpuBackend, gpuDevice } from '../support/gpu';
import { seeded } from '../support/numbers';

const B = 1;
const L = 6;
const V = 5;
const hyper = { lr: 1e-3, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 1 } as const;

function batchOf(random: () => number): { tokens: Int32Array; targets: Int32Array } {
  const draw = (): Int32Array => Int32Array.from({ length: B * L }, () => Math.floor(random() * V));
  return { tokens: draw(), targets: draw() };
}

/** Counts the calls of the device's methods that make objects. */
function countCreations(device: GPUDevice): () => number {
  let created = 0;
  for (const name of [
    'createBuffer',
    'createBindGroup',
    'createComputePipeline',
    'createComputePipelineAsync',
    'createShaderModule',
    'createTexture',
  ] as const) {
    const original = device[name].bind(device);
    Object.defineProperty(device, name, {
      configurable: true,
      value: (...args: unknown[]) => {
        created++;
        return Reflect.apply(original, device, args);
      },
    });
  }
  return () => created;
}

describe('a steady-state training step', () => {
  it('creates no GPU object, and 2,000 steps leave GPU and JS memory flat', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no gc');
    const created = countCreations(await gpuDevice());
    const backend = await gpuBackend();
    const model = defineModel({ vocab_size: V, d_model: 4, blocks: [{ mixer: 'lstm' }] });
    const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 1));
    expect(created(), 'the counter counts').toBeGreaterThan(20);
    const random = seeded(3);
    const train = async (steps: number): Promise<void> => {
      for (let done = 0; done < steps; done += 20) {
        for (let i = 0; i < 20; i++) await trainer.step(batchOf(random), hyper);
        await trainer.results();
      }
    };
    await train(200);
    collect();
    const before = { created: created(), bytes: backend.counters.bytes, heap: process.memoryUsage().heapUsed };
    await train(2000);
    collect();
    expect(created()).toBe(before.created);
    expect(backend.counters.bytes).toBe(before.bytes);
    expect((process.memoryUsage().heapUsed - before.heap) / 2 ** 20, 'MiB of heap gained').toBeLessThan(2);
    trainer.destroy();
    expect(backend.counters.bytes, 'what a trainer held is freed').toBeLessThan(before.bytes);
  }, 180_000);
});

describe('planned training memory', () => {
  const activations = (mixer: string, length: number): number => {
    const model = defineModel({ vocab_size: 16, d_model: 32, blocks: [{ mixer, mlp: 64 }, { mixer }] });
    const { lists } = recordTraining(model, { B: 2, L: length });
    return planMemory([...lists.forward, ...lists.backward, ...lists.update]).slots.reduce((sum, n) => sum + n, 0);
  };

  it.each(mixers.map(({ name }) => name))('of %s is linear in L', mixer => {
    expect(activations(mixer, 2048)).toBeLessThanOrEqual(2.1 * activations(mixer, 1024));
    expect(activations(mixer, 2048)).toBeGreaterThan(activations(mixer, 1024));
  });
});
