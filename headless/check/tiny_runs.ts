import type { Backend } from '../../src/gpu/backend';
import { trainingConfig } from '../../src/lab/config/config';
import { arbitraryBatch } from '../../src/lab/measure/training_shapes';
import { drawWeights } from '../../src/lab/race/initial_weights';
import { Trainer } from '../../src/lab/race/trainer';
import type { DecodePath } from '../../src/lab/sampling/choosing';
import { carriedLogits, parallelLogits } from '../../src/lab/sampling/logits';
import { Sampler } from '../../src/lab/sampling/sampler';
import { ParameterArena } from '../../src/models/arena';
import type { BlockConfig } from '../../src/models/config';
import { defineModel, type Model } from '../../src/models/model';

// Runs of a model so small that the twins take part.

const V = 11;
const SHAPE = { B: 2, L: 41 };
const SEED = 5;

/** Two blocks, one of them with an MLP. */
export function tinyModel(block: BlockConfig): Model {
  return defineModel({ vocab_size: V, d_model: 16, blocks: [block, { ...block, mlp: 12 }] });
}

/** So narrow that scans of a long sequence are cut into segments, and so long that an FFT is split. */
export const LONG = { B: 1, L: 600 };

/** Models for a long sequence. */
export const longModels: readonly Model[] = [
  { mixer: 'mamba' },
  { mixer: 'min_gru' },
  { mixer: 's4d', form: 'fft' },
  { mixer: 's4d', form: 'recurrence' },
].map(block => defineModel({ vocab_size: V, d_model: 4, blocks: [block] }));

/** Losses of so many steps of AdamW. `rate`: of dropout. */
export async function losses(
  backend: Backend,
  model: Model,
  steps: number,
  { B, L } = SHAPE,
  rate = 0,
): Promise<number[]> {
  const dropout = { rate, seed: SEED };
  const weights = await drawWeights(model, SEED);
  const trainer = await Trainer.make(backend, model, { B, L }, weights, { dropout });
  try {
    const all = arbitraryBatch({ B: B * steps, L, V });
    const hyper = trainingConfig.parse({});
    for (let step = 0; step < steps; step++) {
      const [from, to] = [step * B * L, (step + 1) * B * L];
      await trainer.step({ tokens: all.tokens.slice(from, to), targets: all.targets.slice(from, to) }, hyper);
    }
    return (await trainer.results()).map(({ loss }) => loss);
  } finally {
    trainer.destroy();
  }
}

/** Logits (B, L, V): all positions at once, and by pieces of these lengths with carried state. */
export async function logits(
  backend: Backend,
  model: Model,
  pieces: readonly number[],
): Promise<{ readonly parallel: Float64Array; readonly carried: Float64Array }> {
  const { tokens } = arbitraryBatch({ ...SHAPE, V });
  const parameters = await placed(backend, model);
  try {
    const parallel = await parallelLogits(backend, model, parameters, SHAPE, tokens);
    return { parallel, carried: await carriedLogits(backend, model, parameters, SHAPE, tokens, pieces) };
  } finally {
    parameters.free();
  }
}

/** Tokens that continue a prompt, drawn with a fixed seed. */
export async function sampled(
  backend: Backend,
  model: Model,
  way: DecodePath | 'naive',
  count: number,
): Promise<number[]> {
  const prompt = arbitraryBatch({ B: 1, L: 7, V }).tokens;
  const naive = way === 'naive';
  const choosing = { temperature: 0.9, topK: 5, seed: SEED, naive };
  const parameters = await placed(backend, model);
  try {
    const longest = prompt.length + count;
    const sampler = await Sampler.make(backend, model, parameters, longest, choosing, naive ? 'auto' : way);
    await sampler.begin({ tokens: prompt, read: prompt.length });
    const { tokens } = await sampler.advance(count);
    sampler.destroy();
    return [...tokens];
  } finally {
    parameters.free();
  }
}

async function placed(backend: Backend, model: Model): Promise<ParameterArena> {
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(await drawWeights(model, SEED));
  return parameters;
}
