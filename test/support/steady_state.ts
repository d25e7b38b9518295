import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import { nodeSource } from '../../headless/node_wasm';
import type { Backend } from '../../src/gpu/backend';
import { WasmBackend } from '../../src/gpu/backends/wasm/wasm';
import { Trainer } from '../../src/lab/race/trainer';
import { defineModel } from '../../src/models/model';
import { backends } from './backends';
import { gpuDevice } from './gpu';
import { initialWeights } from './initial_weights';
import { seeded } from './numbers';

/** After this many steps the JavaScript engine has compiled all code of a step. */
const STEADY_AFTER = 200;
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

/** Counts what a backend makes: objects of the device, or memories, replays, and further memory of the wasm heap. */
async function counted(kind: 'webgpu' | 'wasm'): Promise<{ backend: Backend; created: () => number }> {
  if (kind === 'webgpu') {
    const created = countCreations(await gpuDevice());
    return { backend: await backends.webgpu(), created };
  }
  const backend = await WasmBackend.open({ ...nodeSource(), most: 2 });
  let replays = 0;
  const prepare = backend.prepare.bind(backend);
  backend.prepare = (...args) => {
    replays++;
    return prepare(...args);
  };
  return { backend, created: () => replays + backend.counters.buffers + backend.heapBytes };
}

/** Fails if `steps` further steps of training make an object on the device or take memory. */
export async function expectSteady(kind: 'webgpu' | 'wasm', steps: number): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no gc');
  const { backend, created } = await counted(kind);
  const model = defineModel({ vocab_size: V, d_model: 4, blocks: [{ mixer: 'lstm' }] });
  const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 1));
  expect(created(), 'the counter counts').toBeGreaterThan(20);
  const random = seeded(3);
  const train = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 20) {
      for (let i = 0; i < 20; i++) await trainer.step(batchOf(random), hyper);
      await trainer.results();
    }
  };
  await train(STEADY_AFTER);
  collect();
  const before = { created: created(), bytes: backend.counters.bytes, heap: process.memoryUsage().heapUsed };
  await train(steps);
  collect();
  expect(created()).toBe(before.created);
  expect(backend.counters.bytes).toBe(before.bytes);
  expect((process.memoryUsage().heapUsed - before.heap) / 2 ** 20, 'MiB of heap gained').toBeLessThan(2);
  trainer.destroy();
  expect(backend.counters.bytes, 'what a trainer held is freed').toBeLessThan(before.bytes);
  if (kind === 'wasm') backend.destroy();
}
