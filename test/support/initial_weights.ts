import type { HostArray } from '../../src/gpu/dtype';
import { drawing } from '../../src/lab/race/initial_weights';
import type { Model } from '../../src/models/model';

/** Fresh weights, at once: in pieces of `most` values, by default each parameter as a whole. */
export function initialWeights(model: Model, seed: number, most = Number.POSITIVE_INFINITY): Map<string, HostArray> {
  const pieces = drawing(model, seed, most);
  let next = pieces.next();
  while (!next.done) next = pieces.next();
  return next.value;
}
