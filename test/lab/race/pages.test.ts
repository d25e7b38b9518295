import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { WebGpuBackend } from '../../../src/gpu/backends/webgpu/webgpu';
import { Trainer } from '../../../src/lab/race/trainer';
import { recordAll } from '../../../src/lab/race/training_size';
import { layOutParameters } from '../../../src/models/arena';
import { defineModel } from '../../../src/models/model';
import { gpuBackend, gpuDevice } from '../../support/gpu';
import { initialWeights } from '../../support/initial_weights';
import { sample, withWeights } from '../../support/sampled_tokens';

/** Bytes of a memory. No activation of the model needs more, but both moments of all its parameters do. */
const LITTLE = 2 ** 16;

class LittleTwin extends TwinBackend {
  override readonly room = { each: LITTLE, all: 2 ** 30 };
}

const backends = {
  cpu: [async () => new TwinBackend(), async () => new LittleTwin()],
  webgpu: [gpuBackend, async () => new WebGpuBackend(await gpuDevice(), new Map(), Number.POSITIVE_INFINITY, LITTLE)],
} satisfies Record<string, readonly (() => Promise<Backend>)[]>;

const model = defineModel({
  vocab_size: 20,
  d_model: 32,
  blocks: [
    { mixer: 'rnn', mlp: 96 },
    { mixer: 'rnn', mlp: 96 },
  ],
});
const shape = { B: 2, L: 12 };
const hyper = { lr: 0.01, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 0.5 } as const;
const batch = (step: number) => {
  const tokens = Int32Array.from({ length: 24 }, (_, i) => (i * (step + 3)) % 20);
  return { tokens, targets: tokens.map(token => (token + 1) % 20) };
};

async function train(trainer: Trainer, first: number, steps: number) {
  for (let step = first; step < first + steps; step++) await trainer.step(batch(step), hyper);
  return trainer.results();
}

const make = (backend: Backend): Promise<Trainer> => Trainer.make(backend, model, shape, initialWeights(model, 1));

describe.each(Object.entries(backends))('on %s', (_, [open, openLittle]) => {
  it('a model whose parameters need several memories trains as in one, to the bit', async () => {
    const [one, little] = [await open(), await openLittle()];
    const [whole, paged] = [await make(one), await make(little)];
    expect(whole.parameters.pages).toHaveLength(1);
    expect(paged.parameters.pages.length).toBeGreaterThan(3);
    expect(paged.dispatchesPerStep).toBe(whole.dispatchesPerStep + 2 * (paged.parameters.pages.length - 1));
    const results = await train(whole, 0, 4);
    expect(
      results.some(({ gradientNorm }) => gradientNorm > hyper.clip_norm),
      'some are clipped',
    ).toBe(true);
    expect(await train(paged, 0, 4)).toEqual(results);
    expect(await paged.parameters.read()).toEqual(await whole.parameters.read());

    // Both make the same snapshot, so each can continue from the other's.
    const kept = await paged.takeSnapshot();
    expect(await whole.takeSnapshot()).toEqual(kept);
    const further = await train(whole, 4, 2);
    paged.restore(kept);
    expect(await train(paged, 4, 2)).toEqual(further);
    whole.destroy();
    paged.destroy();
  });

  it('a parameter whose moments fit no memory is refused by name, with what to do, before anything is allocated', async () => {
    const backend = await openLittle();
    const { bytes } = backend.counters;
    const wide = defineModel({ vocab_size: 20, d_model: 48, blocks: [{ mixer: 'lstm' }] });
    await expect(Trainer.make(backend, wide, { B: 1, L: 4 }, initialWeights(wide, 1))).rejects.toThrow(
      /needs .* for 'moments: backbone\.layers\.0\.mixer\.weight_ih_l0'; .* is the most here\. Use a smaller/,
    );
    expect(backend.counters.bytes).toBe(bytes);
  });
});

it('a model whose parameters lie in several memories is sampled layer by layer', async () => {
  const [one, little] = [new TwinBackend(), new LittleTwin()];
  const given = { groups: [3, 4] };
  const layers = await sample(one, model, await withWeights(one, model), 'per_layer', given);
  expect(await sample(little, model, await withWeights(little, model), 'auto', given)).toEqual(layers);
});

describe('pages of parameters', () => {
  it('hold every parameter, in order, and no more than a memory does', () => {
    const summands = new Map([['backbone.norm_f.weight', 9000]]);
    for (const most of [50_000, 2 ** 16, 2 ** 17, Number.POSITIVE_INFINITY]) {
      const { entries, pages, elements } = layOutParameters(model, most, summands);
      expect(entries.map(({ name }) => name)).toEqual(model.parameters.map(({ name }) => name));
      expect(pages.reduce((sum, page) => sum + page.elements, 0)).toBe(elements);
      expect(new Set(pages.map(({ suffix }) => suffix)).size).toBe(pages.length);
      for (const { elements: own } of pages) expect(8 * own).toBeLessThanOrEqual(most);
      entries.forEach(({ page, offset, size }, i) => {
        const next = entries[i + 1];
        const end = next?.page === page ? next.offset : (pages[page]?.elements ?? 0);
        expect(end - offset).toBe(Math.ceil(size / 64) * 64);
        if (next && next.page !== page) expect([next.page, next.offset]).toEqual([page + 1, 0]);
      });
    }
  });

  it('make room for models beyond a binding, and name what is larger than one', () => {
    const room = { each: 2 ** 27, all: 4 * 2 ** 30 };
    const record = (mlp: number, blocks: number) => {
      const config = {
        vocab_size: 96,
        d_model: 1024,
        blocks: Array.from({ length: blocks }, () => ({ mixer: 'lstm', mlp })),
      };
      return recordAll({ room }, [{ name: 'Wide', model: defineModel(config) }], { B: 1, L: 16 });
    };
    expect(record(2048, 4)).toHaveLength(1);
    expect(() => record(16384, 1)).toThrow(
      "Wide needs 256 MiB for 'moments: backbone.layers.0.mlp.fc1.weight'; 128 MiB is the most here. Use a smaller batch, length, or width.",
    );
  });
});
