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
  const { d_model: D, vocab_size: V } = model.config;
  const norm = 4 * D;
  const blocks = model.blocks.reduce((sum, { mixer, config, mlp }) => {
    const feedForward = mlp === null ? 0 : norm + 6 * D * mlp + 5 * mlp;
    return sum + norm + mixer.flops(config, D, t) + feedForward;
  }, 0);
  return blocks + norm + 2 * D * V;
}

/** Training FLOPs per token, averaged over the positions of a sequence of L. */
export function trainingFlops(model: Model, L: number): number {
  const samples = Math.min(L, 64);
  let sum = 0;
  for (let i = 0; i < samples; i++) sum += samplingFlops(model, ((i + 0.5) / samples) * L);
  return (TRAINING_PASSES * sum) / samples;
}

/** Tokens that one output can depend on, itself included; null: all of them. */
export function receptiveField(model: Model): number | null {
  return model.blocks.reduce<number | null>((field, { mixer, config }) => {
    const own = mixer.receptiveField(config);
    return field === null || own === null ? null : field + own - 1;
  }, 1);
}
