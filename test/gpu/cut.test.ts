import { describe, expect, it } from 'vitest';
import { SOFTWARE_RATE } from '../../src/gpu/backends/webgpu/throughput';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';
import { cut, type Load } from '../../src/gpu/cut';
import { Trainer } from '../../src/lab/race/trainer';
import { defineModel } from '../../src/models/model';
import { gpuDevice } from '../support/gpu';
import { initialWeights } from '../support/initial_weights';
import { steadyPace } from '../support/pace';

const pace = (most: number) => steadyPace(SOFTWARE_RATE, most);

describe('cut', () => {
  const load: Load = { kernel: 'some', shape: 'some', work: 1e9, grid: [10, 7, 3], steps: 0, unit: 1, apart: false };

  it('puts short dispatches into one submit, in order', () => {
    const short = { ...load, work: 1e5 };
    expect([...cut([short, short, short], pace(60))].map(({ pieces }) => pieces)).toEqual([
      [0, 1, 2].map(index => ({ index, slowness: 1 })),
    ]);
  });

  it.each([1, 4, 11, 25, 60, 200, 1e4])('covers every workgroup once, each part within %d ms', most => {
    const seen = new Map<string, number>();
    for (const { pieces, milliseconds } of cut([load], pace(most))) {
      expect(pieces).toHaveLength(1);
      const part = pieces[0]?.part ?? { origin: [0, 0, 0], size: load.grid };
      const [x0, y0, z0] = part.origin;
      const [X, Y, Z] = part.size;
      for (let i = 0; i < X * Y * Z; i++) {
        const key = [x0 + (i % X), y0 + (Math.floor(i / X) % Y), z0 + Math.floor(i / (X * Y))].join();
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      // A workgroup cannot be cut.
      expect(milliseconds).toBeLessThanOrEqual(Math.max(most, load.work / 210 / SOFTWARE_RATE.one));
    }
    expect(seen.size).toBe(210);
    expect([...seen.values()].every(times => times === 1)).toBe(true);
  });

  it('cuts the rest of a dispatch by the speed of its first parts', () => {
    let slowness = 1;
    const learning = { ...pace(60), slowness: () => slowness };
    const [first, second] = [load, { ...load, grid: [2, 1, 1] as const, steps: 1000, unit: 16 }].map(each => {
      slowness = 1;
      const sizes: number[] = [];
      for (const { pieces } of cut([each], learning)) {
        const [X, Y, Z] = pieces[0]?.part?.size ?? [0, 0, 0];
        sizes.push(X * Y * Z * ((pieces[0]?.part?.stop ?? 0) - (pieces[0]?.part?.start ?? 0) || 1));
        slowness = 5;
      }
      return sizes;
    });
    for (const sizes of [first, second]) expect(sizes?.[1]).toBeLessThan((sizes?.[0] ?? 0) / 2);
    expect(first?.reduce((sum, size) => sum + size, 0)).toBe(210);
    expect(second?.reduce((sum, size) => sum + size, 0)).toBe(2000);
  });

  it('stops between units of time, and goes on until the last step', () => {
    const walk: Load = {
      kernel: 'some',
      shape: 'some',
      work: 1e9,
      grid: [2, 1, 1],
      steps: 1000,
      unit: 16,
      apart: false,
    };
    const parts = [...cut([walk], pace(60))].map(({ pieces }) => pieces[0]?.part);
    expect(parts.length).toBeGreaterThan(10);
    parts.forEach((part, i) => {
      expect(part?.start).toBe(i === 0 ? 0 : parts[i - 1]?.stop);
      if (i > 0) expect((part?.start ?? 1) % 16).toBe(0);
      expect(part?.size).toEqual([2, 1, 1]);
    });
    expect(parts.at(-1)?.stop).toBe(1000);
  });
});

it('a stopped step changes nothing', async () => {
  const backend = new WebGpuBackend(await gpuDevice(), new Map(), 1e-9);
  const model = defineModel({ vocab_size: 7, d_model: 8, blocks: [{ mixer: 'gru' }] });
  const trainer = await Trainer.make(backend, model, { B: 2, L: 9 }, initialWeights(model, 1));
  const batch = { tokens: new Int32Array(18).fill(3), targets: new Int32Array(18).fill(4) };
  const hyper = { lr: 1e-2, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 1 } as const;
  let asked = 0;
  const stop = {
    get aborted(): boolean {
      return ++asked > 25;
    },
  };
  const before = await trainer.takeSnapshot();
  expect(await trainer.step(batch, hyper, stop)).toBe(false);
  expect(await trainer.takeSnapshot()).toEqual(before);
  expect(await trainer.results()).toEqual([]);
  expect(await trainer.step(batch, hyper)).toBe(true);
  expect((await trainer.takeSnapshot()).steps).toBe(1);
  expect(await trainer.results()).toHaveLength(1);
  trainer.destroy();
});
