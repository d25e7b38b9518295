import { defineModel, type Model } from '../../models/model';
import type { ContenderConfig } from './config';

type Shaped = Pick<ContenderConfig, 'd_model' | 'blocks' | 'norm' | 'norm_eps' | 'tie_embeddings' | 'head_bias'>;

/** A contender with a vocabulary of V tokens. Throws ModelError. */
export function modelOf({ d_model, blocks, norm, norm_eps, tie_embeddings, head_bias }: Shaped, V: number): Model {
  return defineModel({ vocab_size: V, d_model, blocks, norm, norm_eps, tie_embeddings, head_bias });
}
