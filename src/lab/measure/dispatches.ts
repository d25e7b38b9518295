import { TwinBackend } from '../../gpu/backends/twin/twin';
import { ParameterArena } from '../../models/arena';
import type { BlockConfig } from '../../models/config';
import { defineModel } from '../../models/model';
import { drawWeights } from '../race/initial_weights';
import { Sampler } from '../sampling/sampler';
import type { DecodeShape } from './decode';
import type { CountedCase } from './subject';

/** Dispatches of a token, sampled layer by layer: the same on every backend, and the twins need no device. */
async function dispatchesOf(V: number, D: number, blocks: readonly BlockConfig[]): Promise<number> {
  const backend = new TwinBackend();
  const model = defineModel({ vocab_size: V, d_model: D, blocks: [...blocks] });
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(await drawWeights(model, 1));
  const choosing = { temperature: 0, topK: 0, seed: 1, naive: false };
  const sampler = await Sampler.make(backend, model, parameters, 2, choosing, 'per_layer');
  await sampler.begin({ tokens: Int32Array.of(0), read: 1 });
  const { dispatchesPerToken } = await sampler.advance(1);
  sampler.destroy();
  backend.destroy();
  return dispatchesPerToken;
}

/** Dispatches of a token, and of a block of the model: the difference when all blocks are doubled. */
export function dispatchesCase({ name, V, D, blocks }: DecodeShape): CountedCase {
  return {
    name,
    async count() {
      const once = await dispatchesOf(V, D, blocks);
      const twice = await dispatchesOf(V, D, [...blocks, ...blocks]);
      return { 'a block': (twice - once) / blocks.length, 'a token': once };
    },
  };
}
