import { defineModel, type Model } from '../../models/model';
import type { ContenderConfig } from './config';

/** A contender with a vocabulary of V tokens. Throws ModelError. */
export function modelOf({ d_model, blocks }: Pick<ContenderConfig, 'd_model' | 'blocks'>, V: number): Model {
  return defineModel({ vocab_size: V, d_model, blocks });
}
