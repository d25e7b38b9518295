import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import type { Materials } from '../../tasks/task';
import type { BroughtWeights } from '../import/brought';

/** What a race may need beyond its config. */
export interface RaceMaterials extends Materials {
  /** Of contenders with weights of their own. */
  readonly weights?: readonly BroughtWeights[] | undefined;
}

/**
 * Puts the weights with this id into the parameters of the contender's model, tensor by tensor. Throws ModelError if they are not there,
 * cannot be read, or are not of this model.
 */
export async function placeBrought(
  { weights = [] }: RaceMaterials,
  id: string,
  model: Model,
  name: string,
  parameters: ParameterArena,
): Promise<void> {
  // Most races have none, so the worker loads the importer when one does.
  const { placeWeights } = await import('../import/place_weights');
  await placeWeights(weights, id, model, name, parameters);
}
