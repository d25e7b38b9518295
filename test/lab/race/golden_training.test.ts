import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCheckpoint } from '../../../src/lab/export/checkpoint';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { Trainer } from '../../../src/lab/race/trainer';
import { countParameters } from '../../../src/models/cost';
import { mixers } from '../../../src/models/registry';
import { backends } from '../../support/backends';
import { expectClose } from '../../support/numbers';

const numbers = z.array(z.number());
const expectation = z.object({
  hyperparameters: z.object({
    lr: z.number(),
    betas: z.tuple([z.number(), z.number()]),
    eps: z.number(),
    weight_decay: z.number(),
    clip_norm: z.number(),
  }),
  models: z.record(
    z.string(),
    z.object({
      config: z.object({ blocks: z.array(z.object({ mixer: z.string() })) }),
      parameters: z.number(),
      losses: numbers,
      gradient_norms: numbers,
    }),
  ),
});

/**
 * Biases whose first part has no gradient: a common shift of the input gates changes nothing. Adam makes steps of lr out of what rounding
 * leaves of it, except in float64.
 */
const DRIFTS = /slstm_cell\._bias_$/;

const folder = new URL('../../golden/training/', import.meta.url);
const bytes = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const { hyperparameters, models } = expectation.parse(JSON.parse(new TextDecoder().decode(bytes('expected.json'))));
const known = new Set(mixers.map(({ name }) => name));
const trainable = Object.entries(models).filter(([, { config }]) =>
  config.blocks.every(({ mixer }) => known.has(mixer)),
);

describe('ten steps of AdamW', () => {
  it('are checked for every mixer of the registry that has a reference run', () => {
    expect(trainable.map(([name]) => name)).toEqual(
      expect.arrayContaining(['mamba', 'lstm', 'conv', 'transformer', 'hybrid', 'window_attention']),
    );
  });

  describe.each(trainable)('%s', (name, expected) => {
    it.each([
      ['twin', 1e-8, 1e-7],
      ['webgpu', 1e-4, 1e-3],
      ['wasm', 1e-4, 1e-3],
    ] as const)('%s: losses, gradient norms, and final weights', async (kind, lossBound, normBound) => {
      const backend = await backends[kind]();
      const { model, values } = readCheckpoint(bytes(`${name}.initial.safetensors`));
      expect(countParameters(model)).toBe(expected.parameters);
      const { tensors } = readSafetensors(bytes(`${name}.batches.safetensors`));
      const tokens = tensors.get('tokens');
      const targets = tensors.get('targets');
      if (!(tokens?.data instanceof Int32Array && targets?.data instanceof Int32Array)) throw new Error('no batches');
      const [steps = 0, B = 0, L = 0] = tokens.shape;
      const trainer = await Trainer.make(backend, model, { B, L }, values);
      for (let step = 0; step < steps; step++) {
        const part = [step * B * L, (step + 1) * B * L] as const;
        await trainer.step(
          { tokens: tokens.data.slice(...part), targets: targets.data.slice(...part) },
          hyperparameters,
        );
      }
      const results = await trainer.results();
      expectClose(
        results.map(({ loss }) => loss),
        expected.losses,
        { relative: 0, absolute: lossBound },
        'losses',
      );
      const norms = results.map(({ gradientNorm }) => gradientNorm);
      expectClose(norms, expected.gradient_norms, { relative: normBound, absolute: 0 }, 'gradient norms');
      const final = readCheckpoint(bytes(`${name}.final.safetensors`)).values;
      for (const [parameter, weights] of await trainer.parameters.read()) {
        // Adam divides by √v, so where a gradient is almost zero, rounding alone moves a weight by a part of lr.
        const tolerance = { relative: 1e-3, absolute: kind === 'twin' ? 1e-6 : 2e-3 };
        const first = DRIFTS.test(parameter) && kind !== 'twin' ? weights.length / 4 : 0;
        expectClose(weights.slice(first), (final.get(parameter) ?? []).slice(first), tolerance, parameter);
      }
      trainer.destroy();
    });
  });
});
