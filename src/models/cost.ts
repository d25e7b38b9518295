import { sizeOf } from '../gpu/tensor';
import type { Model } from './model';

/** FLOPs of forward and backward together, in forward passes: backward takes two. */
const TRAINING_PASSES = 3;

export function countParameters(model: Model): number {
  return model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Bytes of state one sequence carries at position t, all blocks together. */
export function stateBytes(model: Model, t: number): number {
  return model.blocks.reduce((sum, { mixer, config }) => sum + mixer.stateBytes(config, model.config.d_model, t), 0);
}

/** Forward FLOPs (2 per multiply-add) of the token at position t, with carried state. */
export function samplingFlops(model: Model, t: number): number {
  const D = model.config.d_model;
  return model.blocks.reduce((sum, { mixer, config }) => sum + mixer.flops(config, D, t), flopsAroundMixers(model));
}

/** Training FLOPs per token: the mean over positions 0 to L - 1. */
export function trainingFlops(model: Model, L: number): number {
  const D = model.config.d_model;
  const mixers = model.blocks.reduce((sum, { mixer, config }) => {
    return sum + (mixer.sequenceFlops?.(config, D, L) ?? L * mixer.flops(config, D, 0)) / L;
  }, 0);
  return TRAINING_PASSES * (mixers + flopsAroundMixers(model));
}

/** Forward FLOPs of a token outside the mixers: norms, MLPs, and the head. */
function flopsAroundMixers({ config: { d_model: D, vocab_size: V }, blocks }: Model): number {
  const norm = 4 * D;
  const perBlock = blocks.map(({ mlp }) => norm + (mlp === null ? 0 : norm + 6 * D * mlp + 5 * mlp));
  return perBlock.reduce((sum, flops) => sum + flops, 0) + norm + 2 * D * V;
}

/** Tokens that one output can depend on, itself included; null: all of them. */
export function receptiveField(model: Model): number | null {
  return model.blocks.reduce<number | null>((field, { mixer, config }) => {
    const own = mixer.receptiveField(config);
    return field === null || own === null ? null : field + own - 1;
  }, 1);
}
