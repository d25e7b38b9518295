import { expect, it } from 'vitest';
import { nodeSource } from '../../../../headless/node_wasm';
import { wholeOf } from '../../../../src/gpu/backend';
import { builtSource } from '../../../../src/gpu/backends/wasm/load';
import { WasmBackend } from '../../../../src/gpu/backends/wasm/wasm';
import { defineKernel } from '../../../../src/gpu/kernel';
import { table } from '../../../../src/gpu/kernel_table';
import { peakCopy } from '../../../../src/gpu/kernels/peak/peak';
import { gelu } from '../../../../src/gpu/kernels/pointwise/gelu';
import { Trainer } from '../../../../src/lab/race/trainer';
import { defineModel } from '../../../../src/models/model';
import { openTask } from '../../../../src/tasks/registry';
import { initialWeights } from '../../../support/initial_weights';
import { runKernel } from '../../../support/kernel';
import { randoms } from '../../../support/numbers';
import { wasmBackend } from '../../../support/wasm';

it('every kernel has a form in src/wasm, except the interpreter of decode programs, in whose place sampling goes layer by layer', () => {
  const missing = table.map(({ name }) => name).filter(name => !(name in builtSource.parameters));
  expect(missing).toEqual(['decode_model']);
});

it('src/wasm has no function that no kernel calls', () => {
  const names = new Set(table.map(({ name }) => name));
  const unknown = Object.keys(builtSource.parameters).filter(name => !names.has(name.replace(/_(units|scratch)$/, '')));
  expect(unknown).toEqual([]);
});

it('numbers of 16 and 64 bits are refused by name: src/wasm reads f32 and i32', async () => {
  const backend = await wasmBackend();
  const { bytes } = backend.counters;
  for (const dtype of ['f16', 'f64'] as const) {
    await expect(backend.allocate('wide', dtype, 64)).rejects.toThrow(
      `'wide' is ${dtype}, which src/wasm does not have. Use f32.`,
    );
  }
  expect(backend.counters.bytes).toBe(bytes);
});

it('a memory that there is no room for is refused in words, and what was freed is refused by name', async () => {
  const backend = await wasmBackend();
  await expect(backend.allocate('all', 'f32', 2 ** 32)).rejects.toThrow("this machine has no room for 'all'");
  const memory = await backend.allocate('gone', 'f32', 64);
  backend.free(memory);
  backend.free(memory);
  await expect(backend.read(wholeOf(memory))).rejects.toThrow("'gone' was freed");
});

const broken = defineKernel({
  name: 'broken',
  source: '',
  buffers: { destination: 'write' },
  dims: { n: 'u32' },
  grid: () => [1, 1, 1],
  reference() {
    throw new RangeError('out of range');
  },
});

it('a kernel that fails rejects its submit with its name, and the next submit runs', async () => {
  const backend = await wasmBackend();
  const [source, destination] = [await backend.allocate('a', 'f32', 64), await backend.allocate('b', 'f32', 64)];
  const views = { source: wholeOf(source), destination: wholeOf(destination) };
  const copy = { dispatch: { kernel: peakCopy, buffers: {}, dims: { quads: 4 } }, views, accumulate: 0 };
  const failing = await backend.prepare([{ ...copy, dispatch: { kernel: broken, buffers: {}, dims: { n: 1 } } }, copy]);
  const working = await backend.prepare([copy]);
  backend.write(views.source, new Float32Array(16).fill(3));
  await expect(backend.submit([failing])).rejects.toThrow("src/wasm: 'broken' failed: RangeError: out of range");
  expect([...(await backend.read(views.destination))]).toEqual(Array(16).fill(0));
  await backend.submit([working]);
  expect([...(await backend.read(views.destination))]).toEqual(Array(16).fill(3));
  for (const replay of [failing, working]) backend.release(replay);
  for (const memory of [source, destination]) backend.free(memory);
});

const hyper = { lr: 0.01, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 0.5 } as const;

it('launches that are cut between units give the same bits', async () => {
  const model = defineModel({
    vocab_size: 40,
    d_model: 32,
    blocks: [{ mixer: 'mamba' }, { mixer: 'attention', heads: 4 }, { mixer: 'lstm' }],
  });
  const task = await openTask({ name: 'induction_heads', length: 64, vocabulary: 40 }, 1, { corpus: async () => '' });
  const train = async (backend: WasmBackend): Promise<unknown> => {
    const trainer = await Trainer.make(backend, model, { B: 4, L: 64 }, initialWeights(model, 5));
    for (let step = 0; step < 3; step++) await trainer.step(task.batch('train', step, 4), hyper);
    const trained = await trainer.takeSnapshot();
    trainer.destroy();
    return trained;
  };
  const whole = await WasmBackend.open({ ...nodeSource(), most: 2 });
  const cut = await WasmBackend.open({ ...nodeSource(), most: 2 }, { longestLaunch: 0.01 });
  expect(await train(cut)).toEqual(await train(whole));
  for (const backend of [whole, cut]) backend.destroy();
});

/** The kernel as if it took so many multiply-adds. */
const heavy = (work: number) => ({ ...gelu, work: () => work });

it('a long launch is cut between its units into parts of a turn each, bit for bit; between two of them it can be stopped', async () => {
  const x = randoms(50_000, 1);
  const buffers = { x, y: new Float64Array(x.length) };
  for (const threads of [1, 3]) {
    const backend = await wasmBackend({ threads });
    const whole = await runKernel(backend, gelu, buffers, { n: x.length });
    expect(await runKernel(backend, heavy(1e10), buffers, { n: x.length })).toEqual(whole);
  }
  const backend = await wasmBackend();
  const [from, to] = [await backend.allocate('x', 'f32', 200_000), await backend.allocate('y', 'f32', 200_000)];
  const views = { x: wholeOf(from), y: wholeOf(to) };
  backend.write(views.x, new Float32Array(50_000).fill(1));
  const dispatch = { kernel: heavy(1e10), buffers: {}, dims: { n: 50_000 } };
  const replay = await backend.prepare([{ dispatch, views, accumulate: 0 }]);
  let looks = 0;
  const stop = {
    get aborted() {
      return looks++ > 1;
    },
  };
  expect(await backend.submit([replay], stop)).toBe(false);
  const done = [...(await backend.read(views.y))].filter(value => value !== 0).length;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(50_000);
  backend.release(replay);
  for (const memory of [from, to]) backend.free(memory);
});

it('what cannot be cut is announced before it begins', async () => {
  const announced: number[] = [];
  const announce = (seconds: number): void => void announced.push(seconds);
  const backend = await WasmBackend.open({ ...nodeSource(), most: 2 }, { announce });
  const buffers = { x: randoms(8, 1), y: new Float64Array(8) };
  await runKernel(backend, heavy(1e8), buffers, { n: 8 });
  expect(announced).toEqual([]);
  await runKernel(backend, heavy(4e10), buffers, { n: 8 });
  expect(announced).toEqual([4]);
  // The first one was done sooner than estimated, so the next is not expected to take longer.
  await runKernel(backend, heavy(4e10), buffers, { n: 8 });
  expect(announced).toEqual([4, 4]);
  backend.destroy();
});
