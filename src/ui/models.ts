import type { ContenderConfig } from '../lab/config/config';
import { countParameters } from '../models/cost';
import { defineModel, type Model } from '../models/model';

/** A contender with the task's vocabulary of V tokens. Throws ModelError. */
export function modelOf(contender: Pick<ContenderConfig, 'd_model' | 'blocks'>, V: number): Model {
  return defineModel({ vocab_size: V, d_model: contender.d_model, blocks: contender.blocks });
}

export type Size =
  | { readonly fits: true; readonly parameters: number }
  | { readonly fits: false; readonly message: string };

/** The number of parameters of a contender, or why it cannot be built. */
export function sizeOf(contender: Pick<ContenderConfig, 'd_model' | 'blocks'>, V: number): Size {
  try {
    return { fits: true, parameters: countParameters(modelOf(contender, V)) };
  } catch (error) {
    return { fits: false, message: error instanceof Error ? error.message : 'This model cannot be built.' };
  }
}
